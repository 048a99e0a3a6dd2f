"""What the stock does every day by itself."""

from relief.core.schedule import daily
from relief.stock.expiry import tell_expiring


@daily("stock.tell_expiring", hour=7)
def tell_what_expires() -> None:
    """Write about what came nearer to its last day."""
    tell_expiring()
