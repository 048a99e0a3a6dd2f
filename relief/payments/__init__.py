"""Money that arrived."""
