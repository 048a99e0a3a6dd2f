"""The local associations that run campaigns, each with its legal identity."""
