"""The commands of the terminal (docs: README, "Commands")."""

from importlib import import_module

from flask import Flask

MODULES = ("audit", "backup", "check_config", "demo", "export", "user", "verify", "work")


def set_up(app: Flask) -> None:
    """Register every command; their modules are imported when the house is built for a command."""
    for name in MODULES:
        app.cli.add_command(import_module(f"relief.cli.{name}").command)
