#!/bin/sh
# Prints the Python that builds .venv: the one named by make's PYTHON=, else that of an existing
# .venv, else the newest of this machine that can make virtual environments.
asked=$1

usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if [ -n "$asked" ]; then
    candidates=$asked
elif .venv/bin/python -c '' 2>/dev/null; then
    echo .venv/bin/python
    exit
else
    candidates="python3.14 python3.13 python3.12 python3.11 python3 python"
fi

for candidate in $candidates; do
    if usable "$candidate"; then
        echo "$candidate"
        exit
    fi
done

cat >&2 <<END
Relief needs Python 3.11 or newer with its venv module; looked for: $candidates.
  Debian, Ubuntu   sudo apt-get install python3 python3-venv
  Fedora           sudo dnf install python3
  macOS            brew install python
Another place? Name it: make run PYTHON=/path/to/python3.12
END
exit 1
