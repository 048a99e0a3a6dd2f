"""Goods on hand: catalogue, places, lots and the ledger."""
