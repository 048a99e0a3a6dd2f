"""Hospitals that receive, and who signs there."""
