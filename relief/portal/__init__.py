"""The donor's own door: what they promised, paid and received."""
