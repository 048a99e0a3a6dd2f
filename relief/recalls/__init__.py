"""Recalls: every lot, place and hospital that goods went through."""
