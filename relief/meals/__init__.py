"""Meals: which shift of which hospital a company feeds on which day, and what was eaten."""
