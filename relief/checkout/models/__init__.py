"""The rows of paying online."""

from relief.checkout.models.event import EventState, ProviderEvent, WhyKept
from relief.checkout.models.session import OnlineSession, SessionStatus, Way

__all__ = ["EventState", "OnlineSession", "ProviderEvent", "SessionStatus", "Way", "WhyKept"]
