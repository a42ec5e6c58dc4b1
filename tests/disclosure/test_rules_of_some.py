"""Rules of one agency and of a class of works, and rules that make no sense."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from data.policy import Unpublished, disclose
from geo.codes import Category
from tests.builders import project, vnd
from tests.disclosure.writing import GROUND, TODAY, fields, generalised, policy, rule


def classes(more: str) -> str:
    return f'classes = [{{ name = "a class", {more}, {GROUND} }}]'


COARSE_BUDGET = generalised('to = "digits", digits = 1')
TWO_BOARDS = policy(f"""
[fields]
supervisor = {rule("withheld")}
budget.disclosure = "public"
[[agencies]]
agencies = ["ban-1"]
[agencies.fields]
supervisor.disclosure = "public"
budget = {COARSE_BUDGET}
""")


def test_the_rules_of_an_agency_stand_in_place_of_the_general_ones() -> None:
    work = project(supervisor="Tư vấn A", budget=vnd(123))
    own, other = (disclose(replace(work, agency=code), TWO_BOARDS, TODAY) for code in ("ban-1", "ban-2"))
    assert (own.project.supervisor, own.project.budget, set(own.withheld)) == ("Tư vấn A", vnd(100), set())
    assert (other.project.supervisor, other.project.budget, set(other.withheld)) == (None, vnd(123), {"supervisor"})


def test_a_class_tightens_also_what_an_agency_loosened() -> None:
    tightened = policy(f"""
    [fields]
    [[agencies]]
    agencies = ["ban-1"]
    fields = {{ budget.disclosure = "public", supervisor.disclosure = "public" }}
    [[classes]]
    name = "waterworks"
    when = {{ category = ["water"] }}
    withhold = ["supervisor"]
    fields = {{ budget = {COARSE_BUDGET} }}
    ground = "A ground"
    decided_by = "The board"
    review = 2027-12-31
    """)
    work = project(supervisor="A", budget=vnd(123))
    assert disclose(work, tightened, TODAY).project.budget == vnd(123)
    narrowed = disclose(replace(work, category=Category.WATER), tightened, TODAY)
    assert (narrowed.project.budget, narrowed.project.supervisor) == (vnd(100), None)


def test_a_class_cannot_make_anything_public() -> None:
    with pytest.raises(ValidationError, match="public"):
        policy(classes('when = { status = ["completed"] }, fields = { budget.disclosure = "public" }'))


def secret(when: str) -> str:
    return classes(f"when = {{ {when} }}, publish = false")


@pytest.mark.parametrize(
    ("title", "when", "is_shut"),
    [
        ("Doanh trại quân đội", 'words = ["quân đội"]', True),
        ("DOANH TRAI QUAN DOI", 'words = ["quân đội"]', True),
        ("Trường tiểu học", 'words = ["quân đội"]', False),
        ("Cầu cựuquân đội", 'words = ["quân đội"]', False),
        ("군부대를 위한 도로", 'words = ["군부대"]', True),
        ("Doanh trại quân đội", 'words = ["quân đội"], unless = ["P1"]', False),
        ("Đường vào quân khu", 'words = ["quân khu"], not_in = ["vào quân khu"]', False),
        ("Kho", "words = []", False),
        ("Kho", 'projects = ["P1"]', True),
        ("Kho", 'agency = ["ban-1"], status = ["completed"]', False),
    ],
)
def test_a_class_may_keep_whole_projects_from_being_published(title: str, when: str, is_shut: bool) -> None:
    work, rules = project(titles={"vi": title}), policy(secret(when))
    assert (rules.unpublished(work) is not None) == is_shut
    if is_shut:
        with pytest.raises(Unpublished, match="A ground"):
            disclose(work, rules, TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[fields]\nbudget = " + generalised('to = "month"'), "budget cannot be generalised to 'month'"),
        ("[fields]\nstatus = " + generalised('to = "month"'), "status cannot be generalised"),
        ("[fields]\nprogress_actual = " + generalised('to = "multiple", of = "0.3"'), "1 must be a multiple"),
        ("[fields]\nprogress_actual = " + generalised('to = "digits", digits = 1'), "cannot be generalised"),
        ("[fields]\nbudget = " + rule("delayed", 'until = { days = -1, after = "actual_end" }'), "greater than"),
        ("[fields]\nbudget = " + rule("delayed", "until = { status = [] }"), "at least 1"),
        ('[fields]\nbudget = { disclosure = "delayed", until = 2027-01-01 }', "ground"),
        ('agencies = [{ agencies = ["a"], fields = {} }, { agencies = ["a"], fields = {} }]', "a has rules twice"),
        ('agencies = [{ agencies = ["a"], fields = { nonsense.disclosure = "public" } }]', "unknown fields nonsense"),
        (secret("unless = []"), "say status"),
        (secret('words = [""]'), "at least 1"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        policy(text)


def test_the_fields_hidden_from_all_are_those_that_no_agency_shows() -> None:
    hidden = TWO_BOARDS.hidden_from_all(TODAY)
    assert {"contractor", "address", "footprint"} <= hidden
    assert not {"supervisor", "budget"} & hidden
    waiting = fields(
        budget=rule("delayed", "until = 2027-01-01"), address=rule("delayed", 'until = { status = ["completed"] }')
    )
    assert "budget" in waiting.hidden_from_all(TODAY)
    assert "budget" not in waiting.hidden_from_all(date(2027, 1, 1))
    assert "address" not in waiting.hidden_from_all(TODAY)
