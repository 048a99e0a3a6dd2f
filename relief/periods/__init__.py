"""Months that the treasurer has closed."""
