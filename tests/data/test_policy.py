from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.policy import DEFAULT_POLICY, disclose, load_policy
from geo.codes import Status
from geo.details import SECTIONS
from geo.disclosure import FACTS
from geo.errors import BadInput
from geo.project import Accuracy, LocationTrust
from geo.values import Progress
from tests.builders import INSIDE_WEST, project, vnd

TODAY = date(2026, 6, 15)
FULL = project(
    descriptions={"vi": "Mô tả"},
    status=Status.IMPLEMENTATION,
    contractor="Nhà thầu",
    supervisor="Giám sát",
    progress=Progress(Decimal("0.5"), Decimal("0.4"), date(2026, 1, 31)),
    reports=(Progress(Decimal("0.5"), Decimal("0.4"), date(2026, 1, 31)),),
    budget=vnd(1),
    contract_amount=vnd(2),
    footprint=INSIDE_WEST,
    location=LocationTrust(source="bản vẽ", accuracy=Accuracy.DESIGN, verified_by="Ông A"),
    districts=("old.west",),
)


def policy_file(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_policy_does_not_name_is_withheld(tmp_path: Path) -> None:
    nothing = load_policy(policy_file(tmp_path, 'title = "Nothing"\n[fields]\n'))
    shown = disclose(FULL, nothing, TODAY)
    assert shown.project == project()
    assert shown.blocked == {*FACTS, *SECTIONS}
    assert shown.withheld == {
        "descriptions", "status", "contractor", "supervisor", "progress_planned", "progress_actual", "progress_as_of",
        "budget", "contract_amount", "footprint", "location_source", "location_accuracy", "location_verified_by",
        "declared_districts",
    }  # fmt: skip


def test_what_was_not_entered_is_not_called_withheld() -> None:
    assert disclose(project(), load_policy(), TODAY).withheld == frozenset()


def test_public_fields_stay_as_they_are() -> None:
    shown = disclose(FULL, load_policy(), TODAY)
    assert shown.withheld == {"supervisor", "location_verified_by"}
    assert shown.project == replace(FULL, supervisor=None, location=replace(FULL.location, verified_by=None))


def test_a_class_of_projects_withholds_more() -> None:
    waiting = replace(FULL, status=Status.PREPARATION)
    assert "contract_amount" in disclose(waiting, load_policy(), TODAY).withheld
    assert disclose(waiting, load_policy(), TODAY).project.contract_amount is None
    assert "contract_amount" not in disclose(FULL, load_policy(), TODAY).withheld


def test_a_withheld_number_is_gone_from_every_report(tmp_path: Path) -> None:
    text = DEFAULT_POLICY.read_text(encoding="utf-8").replace(
        'progress_actual.disclosure = "public"',
        'progress_actual = { disclosure = "withheld", ground = "g", decided_by = "d", review = 2027-01-01 }',
    )
    shown = disclose(FULL, load_policy(policy_file(tmp_path, text)), TODAY).project
    assert shown.progress.actual is None
    assert [report.actual for report in shown.reports] == [None]
    assert [report.planned for report in shown.reports] == [Decimal("0.5")]


def test_a_withheld_date_takes_its_report_along(tmp_path: Path) -> None:
    text = DEFAULT_POLICY.read_text(encoding="utf-8").replace(
        'progress_as_of.disclosure = "public"',
        'progress_as_of = { disclosure = "withheld", ground = "g", decided_by = "d", review = 2027-01-01 }',
    )
    shown = disclose(FULL, load_policy(policy_file(tmp_path, text)), TODAY).project
    assert (shown.progress.as_of, shown.reports) == (None, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "x"\n[fields]\nnonsense.disclosure = "public"', "nonsense"),
        ('title = "x"\n[fields]\nbudget.disclosure = "secret"', "budget"),
        ('title = "x"\n[fields]\nbudget.disclosure = "withheld"', "ground"),
        ('title = "x"\nextra = 1\n[fields]', "extra"),
        ("[fields]", "title"),
        ("title = ", "cannot be read"),
        ('title = "x"\n[fields]\nid.disclosure = "withheld"', "id"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        load_policy(policy_file(tmp_path, text))


def test_a_policy_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_policy(tmp_path / "nothing.toml")
