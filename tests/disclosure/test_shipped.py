"""The policies that come with the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.policy import DEFAULT_POLICY, disclose, load_policy
from data.policy.rules import NOT_NAMED, Public, Reasoned
from geo.codes import Status
from geo.details import Contact, Contract, Details, Document, MonitoringBrief
from geo.disclosure import WITHHOLDABLE
from geo.project import Project
from tests.builders import ACROSS, project, vnd
from tests.disclosure.writing import TODAY

FOLDER = DEFAULT_POLICY.parent
SHIPPED = sorted(FOLDER.glob("*.toml"))
VIETNAM, SEOUL = FOLDER / "vietnam.toml", FOLDER / "seoul.toml"


def places(*_: object) -> tuple[str, ...]:
    return ("new.hai-chau",)


def ids(file: Path) -> str:
    return file.stem


@pytest.mark.parametrize("file", SHIPPED, ids=ids)
def test_every_field_has_a_rule(file: Path) -> None:
    """What nobody thought of is withheld; here somebody has thought of everything."""
    rules = load_policy(file).rules
    assert set(WITHHOLDABLE) - rules.keys() == set()


@pytest.mark.parametrize("file", SHIPPED, ids=ids)
def test_persons_are_never_public_and_offices_are(file: Path) -> None:
    contact = Contact(role="engineer", office="Ban 1", phone="0236", name="Bà B", mobile="0905", email="a@b.vn")
    work = project(details=Details(contacts=(contact,)), status=Status.IMPLEMENTATION)
    disclosed = disclose(work, load_policy(file), TODAY)
    assert disclosed.project.details.contacts == (contact.model_copy(update={"name": None, "mobile": None}),)
    assert set(disclosed.withheld) == {"contacts.name", "contacts.mobile"}


@pytest.mark.parametrize("file", [VIETNAM, SEOUL], ids=ids)
def test_a_ground_names_the_law_and_a_review_lies_ahead_of_its_making(file: Path) -> None:
    policy = load_policy(file)
    reasons: list[Reasoned] = [rule for rule in policy.rules.values() if not isinstance(rule, Public)]
    reasons += [rule for one in policy.classes for rule in (one, *one.rules.values()) if not isinstance(rule, Public)]
    assert all("Law" in one.ground or "Act" in one.ground for one in reasons)
    assert all(one.review > date(2026, 11, 26) and one is not NOT_NAMED for one in reasons)


@pytest.mark.parametrize(("file", "title"), [(VIETNAM, "Xây doanh trại Quân đội"), (SEOUL, "군부대 진입도로")], ids=str)
def test_state_secrets_are_not_published_at_all(file: Path, title: str) -> None:
    assert load_policy(file).unpublished(project(titles={"vi": title})) is not None
    assert load_policy(file).unpublished(project(titles={"vi": "Nạo vét sông Hàn", "ko": "한강 정비"})) is None


@pytest.mark.parametrize(
    ("file", "text", "is_shut"),
    [
        (VIETNAM, "Cải tạo cảnh quan khu vực công viên và cơ quan sử dụng", False),
        (VIETNAM, "Kè bờ đối diện chợ kinh doanh trái cây, công trình có yêu cầu cao", False),
        (VIETNAM, "Nhà thầu bảo đảm thi công an toàn", False),
        (VIETNAM, "Thi công công an phường, thi công an toàn", True),
        (VIETNAM, "Sửa chữa đường vào Quân khu 5", True),
        (VIETNAM, "Sua chua doanh trai, duong vao QUAN KHU 5", True),
        (VIETNAM, "Road to the quan khu 5 base near Đà Nẵng", True),
        (SEOUL, "군산로 보도 정비", False),
        (SEOUL, "방호울타리 설치공사", False),
        (SEOUL, "군사시설 이전", True),
        (SEOUL, "주한미군부대 진입도로", True),
        (SEOUL, "미군부대 방호시설", True),
    ],
)
def test_words_of_state_secrets_are_found_and_not_in_what_only_looks_like_them(
    file: Path, text: str, is_shut: bool
) -> None:
    work = project(titles={"vi": "Công trình"}, descriptions={"vi": text})
    assert (load_policy(file).unpublished(work) is not None) == is_shut


def test_in_viet_nam_households_cannot_be_found() -> None:
    work = project(
        titles={"vi": "Khu tái định cư Hòa Xuân"},
        status=Status.IMPLEMENTATION,
        descriptions={"vi": "Khu dân cư mới. Hộ ông A, số 5 Lê Lợi."},
        address="Số 5 Lê Lợi, phường Hòa Xuân, Đà Nẵng",
        footprint=ACROSS,
        details=Details(briefs=(MonitoringBrief(id="1", text="Nhà tôi"),), documents=(Document(id="d"),)),
    )
    disclosed = disclose(work, load_policy(VIETNAM), TODAY, places)
    shown = disclosed.project
    assert (shown.footprint, shown.districts) == (None, ("new.hai-chau",))
    assert (shown.descriptions, shown.address) == ({"vi": "Khu dân cư mới. …"}, "…, phường Hòa Xuân, Đà Nẵng")
    assert (shown.details.briefs, shown.details.documents) == (None, None)
    assert set(disclosed.generalised) == {"footprint", "descriptions", "address"}


@pytest.mark.parametrize("file", [VIETNAM, SEOUL], ids=ids)
def test_bids_and_places_of_plans_come_out_when_works_begin(file: Path) -> None:
    def said(work: Project) -> tuple[bool, ...]:
        found = disclose(work, load_policy(file), TODAY, places).project
        return found.contract_amount is not None, found.details.contracts is not None, found.footprint is not None

    work = project(
        status=Status.IDENTIFICATION,
        contract_amount=vnd(5),
        footprint=ACROSS,
        details=Details(contracts=(Contract(id="K1"),)),
    )
    assert said(work) == (False, False, False)
    assert said(replace(work, status=Status.PREPARATION)) == (False, False, True)
    assert said(replace(work, status=Status.IMPLEMENTATION)) == (True, True, True)


def test_seoul_says_that_bids_are_delayed() -> None:
    work = project(status=Status.PREPARATION, contract_amount=vnd(5))
    assert set(disclose(work, load_policy(SEOUL), TODAY).delayed) == {"contract_amount"}
