"""Paying online: sessions, the provider's webhook and the reconciliation with it."""
