"""Numbered papers: frozen facts, gapless folios, stored bytes."""
