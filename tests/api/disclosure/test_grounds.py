"""The register by ground: what has one ground alone, what more than one may withhold, and what none does."""

from __future__ import annotations

from datetime import date

from api.disclosure.grounds import by_ground
from api.disclosure.register import Entry, Reason, entries
from data.policy import DEFAULT_POLICY, load_policy
from geo.disclosures.counts import Cell, Counts


def reason(ground: str, kind: str = "withheld", of: str | None = None) -> Reason:
    return Reason(kind, of, ground, "Somebody", None)


def entry(name: str, withheld: int, *reasons: Reason, generalised: int = 0) -> Entry:
    return Entry(name, None, Counts(of=9, withheld=withheld, generalised=generalised), reasons)


def test_values_of_one_ground_are_added_and_shared_ones_stand_apart() -> None:
    found = by_ground(
        [
            entry("supervisor", 5, reason("Law A")),
            entry("address", 2, reason("Law A"), reason("Law A", of="few")),
            entry("budget", 3, reason("Law A"), reason("Law B", of="bids")),
        ]
    )
    assert [(one.text, one.withheld.alone, one.withheld.shared, list(one.fields)) for one in found] == [
        ("Law A", 7, 3, ["supervisor", "address", "budget"]),
        ("Law B", 0, 3, ["budget"]),
    ]


def test_what_is_told_coarsely_is_counted_by_its_own_grounds() -> None:
    (first, second) = by_ground(
        [entry("footprint", 1, reason("Law A"), reason("Law C", "generalised"), generalised=6)],
    )
    assert (first.text, first.coarse.alone, first.withheld.alone) == ("Law C", 6, 0)
    assert (second.text, second.coarse.alone, second.withheld.alone) == ("Law A", 0, 1)


def test_values_that_no_ground_withholds_any_more_are_not_lost() -> None:
    (found,) = by_ground([entry("budget", 4)])
    assert (found.text, found.withheld.alone) == (None, 4)


def test_an_accuracy_is_coarse_for_the_reason_that_the_place_is() -> None:
    policy, month = load_policy(DEFAULT_POLICY.with_name("vietnam.toml")), date(2026, 11, 1)
    cells = [Cell("a", name, month, Counts(of=9, generalised=2)) for name in ("footprint", "location_accuracy")]
    place, accuracy = entries(policy, cells, ("footprint", "location_accuracy"), date(2026, 11, 27))
    assert accuracy.reasons == place.reasons
    assert {one.disclosure for one in accuracy.reasons} == {"generalised"}
    assert entries(policy, [Cell("a", "location_accuracy", month, Counts(of=9))], ("location_accuracy",), month) == []
