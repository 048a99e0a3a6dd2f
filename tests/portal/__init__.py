"""The donor portal."""
