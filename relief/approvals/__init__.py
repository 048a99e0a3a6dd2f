"""Four eyes: acts that wait for a second person."""
