"""The door for gunicorn and for the flask command. Exit 78 when production would be unsafe."""

import sys

from relief.app import create_app
from relief.cli.start import refuse_unready
from relief.config import BadSettings

try:
    app = create_app()
    refuse_unready(app)
except BadSettings as refusal:
    for fault in refusal.faults:
        sys.stderr.write(f"{fault}\n")
    raise SystemExit(78) from None
