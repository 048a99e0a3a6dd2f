"""Capability links: one object each, stored hashed, revocable."""
