"""Allocation: what there is, shared out among what is asked for, with the reasons."""
