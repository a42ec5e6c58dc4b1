"""The disclosure policy that a program goes by: read once, and of no use any more when another one was applied."""

from __future__ import annotations

from api.settings import Settings
from data.intake.policies import NOTHING_SEEN, PolicyWatch, digest_of, watch
from geo.errors import SchemaMismatch, StoreUnavailable
from geo.store.connecting import publishing
from geo.store.urls import Login


def watched(settings: Settings, writer: Login) -> PolicyWatch:
    """A watch over the policy that is read next; where the database does not answer yet, the service waits for it."""
    try:
        with publishing(writer) as connection:
            return watch(connection, settings.policy)
    except (StoreUnavailable, SchemaMismatch):
        return PolicyWatch(digest_of(settings.policy), NOTHING_SEEN)
