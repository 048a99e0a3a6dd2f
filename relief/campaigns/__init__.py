"""Campaigns: goals, dates, states and the public page."""
