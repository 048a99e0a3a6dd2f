"""The demo that tells the story of 2020."""
