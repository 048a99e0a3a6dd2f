"""What it all amounted to."""
