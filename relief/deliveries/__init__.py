"""Goods that left: planned, picked, dispatched, handed over, signed for."""
