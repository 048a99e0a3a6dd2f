"""Pledged money in parts, with dates, reminders and an end."""
