"""The donor's own pages: sign-in by letter, pledges, receipts, data and wishes."""
