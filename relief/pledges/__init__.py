"""What a company promised, in money or in kind."""
