"""python -m relief.checkout.simulation: the simulated provider, for development alone."""

import argparse
import json
import sys
from pathlib import Path

from relief.checkout.simulation import paying
from relief.checkout.simulation.api import Machine
from relief.checkout.simulation.notices import Sender
from relief.checkout.simulation.server import LOOPBACK, build, listen
from relief.config import read


def main() -> int:
    """Answer until somebody ends it; 78 where real people pay."""
    if read().production:
        sys.stderr.write("The simulated provider never runs in production.\n")
        return 78
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--webhook", required=True, help="where notices are sent")
    parser.add_argument("--secret", required=True, help="what they are signed with")
    parser.add_argument("--knows", type=Path, help="what `flask demo --json` told was paid online")
    asked = parser.parse_args()
    sender = Sender(asked.secret, asked.webhook)
    sender.start()
    app = build(origin=f"http://{LOOPBACK}:{asked.port}", sender=sender)
    machine: Machine = app.config["MACHINE"]
    known = json.loads(asked.knows.read_bytes()) if asked.knows else {}
    for told in known.get("online", []):
        paying.remember(machine.books, told)
    listen(app, asked.port).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
