"""The one way in: stage what was disclosed, then publish it in one transaction under one lock."""

from geo.publishing.districts import publish_background, publish_districts
from geo.publishing.projects import Load, Outcome, Publisher, SentRow
from geo.publishing.purging import purge
from geo.publishing.sample import withdraw_samples

__all__ = [
    "Load",
    "Outcome",
    "Publisher",
    "SentRow",
    "publish_background",
    "publish_districts",
    "purge",
    "withdraw_samples",
]
