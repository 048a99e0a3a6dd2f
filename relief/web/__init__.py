"""What all pages share: home, menu, filters, errors."""
