"""Goods that arrived: counted, lotted, valued."""
