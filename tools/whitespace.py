"""Takes blanks off line ends and gives every file one final newline; exit 1 when it changed some."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def tidy(text: str) -> str:
    stripped = re.sub(r"[ \t\r]+$", "", text, flags=re.MULTILINE).rstrip("\n")
    return f"{stripped}\n" if stripped else ""


def main(names: list[str]) -> int:
    changed = False
    for path in map(Path, names):
        before = path.read_bytes()
        after = tidy(before.decode("utf-8")).encode("utf-8")
        if after != before:
            path.write_bytes(after)
            print(f"tidied {path}")
            changed = True
    return int(changed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
