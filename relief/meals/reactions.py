"""What happens with meals by itself: the letters before and after a day, and days nobody signed."""

from relief.core.schedule import daily
from relief.meals import acuse, notices


@daily("meals.tell_tomorrow", hour=9)
def tell_tomorrow() -> None:
    """Remind companies and kitchens of the next day's meals."""
    notices.tell_tomorrow()


@daily("meals.tell_yesterday", hour=10)
def tell_yesterday() -> None:
    """Tell companies how the day before went; ask hospitals for what they did not sign."""
    notices.tell_yesterday()


@daily("meals.close_past", hour=20)
def close_past() -> None:
    """Close the days that went by without an acuse."""
    acuse.miss_past()
