"""Donors: companies, their contacts and tax data."""
