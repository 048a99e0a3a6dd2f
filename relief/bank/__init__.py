"""Statements of the bank, and what each of their lines was."""
