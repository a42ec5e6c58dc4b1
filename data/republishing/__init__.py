"""Apply the policy of today to what is already published."""

from data.republishing.applying import Republished, republish

__all__ = ["Republished", "republish"]
