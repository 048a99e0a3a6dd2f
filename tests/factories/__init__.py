"""Rows for tests, by room; reached only through the `factories` fixture."""

import itertools
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

_numbers = itertools.count(1)


class Factories:
    """Every public function of tests/factories/*.py as a method, committed before it returns."""

    def number(self) -> int:
        """A number nobody had before, for names that must differ."""
        return next(_numbers)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
            module = import_module(f"tests.factories.{path.stem}")
            if hasattr(module, name):
                make = getattr(module, name)
                return lambda **values: make(self, **values)
        raise AttributeError(name)


@pytest.fixture
def factories() -> Factories:
    """Makers of rows."""
    return Factories()
