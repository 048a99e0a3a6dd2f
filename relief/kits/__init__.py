"""Kits: items made of other items, put together and taken apart with lots and values kept."""
