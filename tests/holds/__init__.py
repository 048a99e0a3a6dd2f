"""The needs wall."""
