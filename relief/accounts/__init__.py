"""Staff, their roles, and which door each may open."""
