"""What the accountant takes away: closed months and the export of entries."""
