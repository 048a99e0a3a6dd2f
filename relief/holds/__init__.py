"""What companies say they will bring for a need: held for them until they promise it, or let it go."""
