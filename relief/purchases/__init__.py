"""Goods bought with donated cash: what was spent of which money, and the goods that came of it."""
