"""The commands of the terminal (docs: README, "Commands")."""

from importlib import import_module

from flask import Flask

MODULES = (
    "audit",
    "backup",
    "bring_in",
    "chapter",
    "check_config",
    "demo",
    "export",
    "reconcile",
    "user",
    "verify",
    "work",
)


def set_up(app: Flask) -> None:
    """Register every command: a module has one `command`, or several `commands`."""
    for name in MODULES:
        module = import_module(f"relief.cli.{name}")
        for command in getattr(module, "commands", None) or (module.command,):
            app.cli.add_command(command)
