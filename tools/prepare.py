"""Brings the schema to head and, in development, fills an empty database with the demo.

Both commands in one process, because importing the product is most of what each would cost.
Prints what `flask demo --json` prints, if it loaded anything.
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from flask.cli import FlaskGroup

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> None:
    # The commands may mend what the web server would refuse to start with.
    os.environ["FLASK_RUN_FROM_CLI"] = "true"
    from wsgi import app

    commands = FlaskGroup(create_app=lambda: app, add_default_commands=False)
    with redirect_stdout(sys.stderr):
        commands.main(args=["db", "upgrade"], standalone_mode=False)
    if os.environ.get("RELIEF_ENV") != "production":
        commands.main(args=["demo", "--if-empty", "--json"], standalone_mode=False)


if __name__ == "__main__":
    main()
