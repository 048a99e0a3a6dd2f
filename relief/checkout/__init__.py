"""Paying online: opening a page at the provider, hearing what they tell, and comparing with them."""
