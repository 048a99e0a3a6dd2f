"""What a hospital asked for, and how urgently."""
