"""The facts of a project after pushes of the whole and of parts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data.intake.jsontext import one_value
from data.intake.merging import merged
from data.intake.model import Facts, Ordered
from data.intake.reading import KINDS, stored_facts, typed
from geo.details import exact_json


def said(kind: str, text: str) -> Ordered:
    return typed(KINDS[kind], one_value(text.encode()))


def after(*pushes: tuple[str, str]) -> Facts:
    facts: Facts | None = None
    for kind, text in pushes:
        facts = merged(facts, said(kind, text))
    assert facts is not None
    return facts


WHOLE = ("project", '{"titles":{"vi":"A"},"contractor":"B","contracts":[{"id":"C"}]}')


def test_what_a_whole_project_leaves_out_goes_but_its_lists_stay() -> None:
    facts = after(WHOLE, ("project", '{"titles":{"vi":"A"}}'))
    assert (facts.contractor, [one.id for one in facts.contracts or ()]) == (None, ["C"])
    assert after(WHOLE, ("project", '{"titles":{"vi":"A"},"contracts":[]}')).contracts == ()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_reports_in_any_order_make_the_same_facts(order: tuple[int, ...]) -> None:
    reports = [("progress", f'{{"as_of":"2026-0{n + 1}-01","actual":0.{n + 1}}}') for n in range(3)]
    facts = after(WHOLE, *(reports[n] for n in order))
    assert [one.actual for one in facts.reports or ()] == [Decimal("0.1"), Decimal("0.2"), Decimal("0.3")]
    assert facts.progress is not None
    assert facts.progress.as_of == date(2026, 3, 1)


def test_a_contract_keeps_its_payments_unless_they_are_sent() -> None:
    payment = ("payments", '{"payments":[{"id":"1","contract":"C"}]}')
    known = after(WHOLE, payment, ("contracts", '{"contracts":[{"id":"C","title":"T"},{"id":"A"}]}')).contracts or ()
    assert [(one.id, one.title, len(one.payments or ())) for one in known] == [("A", None, 0), ("C", "T", 1)]
    emptied = after(WHOLE, payment, ("contracts", '{"contracts":[{"id":"C","payments":[]}]}')).contracts or ()
    assert [one.payments for one in emptied] == [()]


def test_the_newest_extension_by_its_date_moves_the_planned_end() -> None:
    change: Any = '{{"changes":[{{"id":"{}","type":"duration","date":"{}","new_end":"{}","reason":"R"}}]}}'
    later = ("changes", change.format("2", "2026-05-01", "2027-05-01"))
    earlier = ("changes", change.format("1", "2026-01-01", "2026-09-01"))
    for order in ((earlier, later), (later, earlier)):
        assert after(WHOLE, *order).planned_end == date(2027, 5, 1)


def test_facts_are_kept_with_every_digit() -> None:
    text = '{"titles":{"vi":"A"},"budget":{"amount":123456789012345678.123456,"currency":"VND"}}'
    facts = after(("project", text))
    assert stored_facts(exact_json(facts.members())).members() == facts.members()
    assert "123456789012345678.123456" in exact_json(facts.members())
