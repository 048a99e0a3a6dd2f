"""Transfers: goods on the way from one place of ours to another."""
