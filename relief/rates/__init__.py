"""Published exchange rates of the dollar."""
