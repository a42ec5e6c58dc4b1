"""What a version says otherwise than the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from geo.history import Change, State, compared


@dataclass(frozen=True)
class Told:
    facts: Mapping[str, Any] = field(default_factory=dict)
    geometry_class: str | None = None
    moved: bool = False
    withheld: frozenset[str] = frozenset()
    purged: frozenset[str] = frozenset()
    generalised: frozenset[str] = frozenset()


def test_a_fact_that_stays_is_no_change_and_what_a_version_is_does_not_count() -> None:
    facts = {"status": "implementation", "version": 1, "published": "2026-01-01", "withheld": []}
    assert compared(Told(facts), Told(facts | {"version": 2, "published": "2026-02-01"})) == ()


def test_not_entered_nought_withheld_and_purged_are_four_things() -> None:
    old = Told(
        {"budget": None, "contractor": "A", "progress_actual": None, "address": None}, purged=frozenset({"address"})
    )
    new = Told(
        {"budget": None, "contractor": None, "progress_actual": Decimal(0), "address": None},
        withheld=frozenset({"budget", "contractor"}),
    )
    assert compared(old, new) == (
        Change("budget", State.NOT_ENTERED, State.WITHHELD),
        Change("contractor", State.ENTERED, State.WITHHELD, "A"),
        Change("progress_actual", State.NOT_ENTERED, State.ENTERED, None, Decimal(0)),
        Change("address", State.PURGED, State.NOT_ENTERED),
    )


def test_entries_of_a_list_are_told_apart_by_their_ids() -> None:
    first, second = {"id": "C1", "amount": "5", "title": "Piles"}, {"id": "C2", "amount": "7", "title": "Deck"}
    third = {"id": "C3", "amount": "1", "title": "Lamps"}
    (change,) = compared(Told({"contracts": [first, second]}), Told({"contracts": [first | {"amount": "6"}, third]}))
    assert change.entries is not None
    assert (change.entries.added, change.entries.removed) == ((third,), (second,))
    assert change.entries.changed == (("C1", (Change("amount", State.ENTERED, State.ENTERED, "5", "6"),)),)


def test_equal_names_in_a_list_do_not_hide_an_entry() -> None:
    one, other = {"role": "site", "phone": "1"}, {"role": "site", "phone": "2"}
    (change,) = compared(Told({"contacts": [one]}), Told({"contacts": [one, other]}))
    assert change.entries is not None
    assert (change.entries.added, change.entries.removed, change.entries.changed) == ((other,), (), ())


def test_a_fact_of_every_entry_that_is_withheld_from_now_on_is_named_by_its_path() -> None:
    changes = compared(Told({"contacts": []}), Told({"contacts": []}, withheld=frozenset({"contacts.name"})))
    assert changes == (Change("contacts.name", State.NOT_ENTERED, State.WITHHELD),)


def test_a_place_that_moved_is_told_without_its_coordinates() -> None:
    changes = compared(Told({}, "line"), Told({}, "area", moved=True))
    assert changes == (Change("footprint", State.ENTERED, State.ENTERED, "line", "area"),)
    changes = compared(Told({}, "line"), Told({}, None, moved=True, withheld=frozenset({"footprint"})))
    assert changes == (Change("footprint", State.ENTERED, State.WITHHELD, "line"),)


def test_what_is_told_more_coarsely_from_now_on_is_marked() -> None:
    changes = compared(
        Told({"budget": Decimal(1234)}), Told({"budget": Decimal(1200)}, generalised=frozenset({"budget"}))
    )
    assert changes == (Change("budget", State.ENTERED, State.ENTERED, Decimal(1234), Decimal(1200), coarse=True),)


def test_a_text_of_an_older_release_without_a_property_says_the_same_as_one_with_nothing_in_it() -> None:
    assert compared(Told({}), Told({"contracts": None, "declared_districts": [], "descriptions": {}})) == ()
