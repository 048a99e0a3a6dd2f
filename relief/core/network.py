"""Whoever waits for the network holds nothing meanwhile: no lock, no connection, no snapshot."""

from relief.core.db import db


class StillHolding(RuntimeError):
    """Somebody would wait for another machine in the middle of a transaction."""


def empty_handed() -> None:
    """Raise StillHolding while the session is in a transaction, a reading one included.

    Whatever speaks to another machine calls it first.
    """
    if db.session().in_transaction():
        raise StillHolding
