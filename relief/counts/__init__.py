"""Counts: what lies on the shelves against what the ledger says, agreed by a second person."""
