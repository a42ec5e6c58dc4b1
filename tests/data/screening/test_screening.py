"""Structure of numbers, masks, and what becomes of a project."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.policy import disclose, load_policy
from data.screening import Kind, ScreeningRules, masked, safe, screen, screened
from geo.details import Details, details
from geo.disclosure import Disclosed
from geo.project import LocationTrust, Project
from tests.builders import project

RULES = ScreeningRules()


def kinds(text: str, country: str = "VN") -> list[Kind]:
    return [one.kind for one in screen(text, {"vi", "en", "ko"}, country)]


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("048085001234", True),
        ("003085001234", False),  # no place has the number 003
        ("048399001234", False),  # born in 2099
        ("048485001234", False),  # of the 22nd century
        ("048085001234.5", False),
        ("HĐ số 048085001234", False),
    ],
)
def test_a_vietnamese_identity_number_has_a_place_and_a_year(number: str, is_one: bool) -> None:
    assert kinds(number) == ([Kind.NATIONAL_ID] if is_one else [])


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("850101-1234566", True),
        ("8501011234566", True),
        ("850101-1234567", False),  # a wrong check digit
        ("851301-1234566", False),  # no such month
        ("110111-1234567", False),  # a company: a person would be over 110 years old
        ("221105-3123456", True),  # since October 2020 without a check digit
        ("850101-1******", True),
    ],
)
def test_a_korean_identity_number_has_a_birthday_and_a_check_digit(number: str, is_one: bool) -> None:
    assert kinds(number, "KR") == ([Kind.NATIONAL_ID] if is_one else [])


def test_letters_that_only_look_different_are_read_alike() -> None:
    assert kinds("０１０－１２３４－５６７８", "KR") == [Kind.PHONE]
    assert kinds("0905\u00a0123\u00a0456") == [Kind.PHONE]


def test_the_mask_tells_nothing_of_what_it_covers() -> None:
    short, long = "Gọi ông An.", "Gọi ông Nguyễn Văn Trường."
    assert {masked(text, screen(text, {"vi"}, "VN")) for text in (short, long)} == {"Gọi ông •••."}


def test_a_clean_project_stays_the_same_object() -> None:
    clean = project(descriptions={"vi": "Đường Nguyễn Văn Linh"}, address="24 Trần Phú")
    assert screened(clean, RULES, ("vi", "en")) is clean


def test_every_free_text_of_a_project_is_masked() -> None:
    hit = "Gọi 0905 123 456"
    trust = LocationTrust(source=hit, method=hit)
    full = project(
        titles={"vi": hit, "en": hit},
        descriptions={"ko": hit},
        contractor=hit,
        supervisor=hit,
        address=hit,
        location=trust,
    )
    shown = screened(full, RULES, ("vi",))
    assert isinstance(shown, Project)
    assert "0905" not in repr(shown)
    assert repr(shown).count("Gọi •••") == repr(full).count(hit)


def test_every_free_text_of_the_details_is_masked() -> None:
    told = _everything("Gọi 0905 123 456")
    shown = screened(project(details=told), RULES, ("vi",))
    assert isinstance(shown, Project)
    assert (
        shown.details.as_json().count("0905 123 456") == 2
    )  # a contact's switchboard and e-mail are the policy's to rule
    assert shown.details.as_json().count("Gọi •••") == told.as_json().count("Gọi 0905 123 456") - 2
    assert screened(shown, RULES, ("vi",)) is shown


def test_a_reason_points_to_the_part_of_a_section() -> None:
    told = details({"penalties": [{"id": "1", "reason": "Xe 43C-123.45"}, {"id": "2", "reason": "Hộ ông Lê Văn Tám"}]})
    reasons = screened(project(details=told), RULES, ("vi",))
    assert isinstance(reasons, tuple)
    assert [reason.field for reason in reasons] == ["/penalties/1/reason"]


def _everything(text: str) -> Details:
    """Every free text of every section."""
    organisation = {"name": text, "identifier": {"scheme": "VN-ENT", "id": "1"}}
    subcontract = {"id": "s", "title": text, "supplier": organisation}
    payment = {"id": "p", "payer": text, "payee": text}
    return details(
        {
            "scale": [{"name": text, "unit": "m"}],
            "participants": [{"id": "1", "name": text}],
            "contacts": [{"role": text, "office": text, "organisation": text, "phone": text, "email": text}],
            "contracts": [
                {
                    "id": "1",
                    "title": text,
                    "suppliers": [organisation],
                    "subcontracts": [subcontract],
                    "payments": [payment],
                }
            ],
            "changes": [{"id": "1", "type": "scope", "reason": text, "description": text}],
            "documents": [{"id": "1", "title": text, "url": "https://example.org/0905123456"}],
            "photos": [{"id": "1", "title": text, "url": "https://example.org/a@b.example"}],
            "briefs": [{"id": "1", "text": text}],
            "penalties": [{"id": "1", "contractor": text, "reason": text}],
        }
    )


def test_a_kind_that_holds_names_the_field_and_quotes_nothing() -> None:
    one = project(titles={"vi": "Tái định cư hộ ông Lê Văn Tám"}, address="Gọi 0905 123 456")
    reasons = screened(one, RULES, ("vi",))
    assert isinstance(reasons, tuple)
    assert [(reason.rule, reason.field) for reason in reasons] == [("personal_data.household", "/titles/vi")]
    assert "Tám" not in repr(reasons)
    strict = screened(one, ScreeningRules(phone="hold"), ("vi",))
    assert isinstance(strict, tuple)
    assert [reason.field for reason in strict] == ["/titles/vi", "/address"]


def test_what_the_policy_withholds_holds_nothing() -> None:
    policy = load_policy()
    one = project(supervisor="Hộ ông Lê Văn Tám")
    shown = safe(disclose(one, policy, date(2026, 6, 15)), policy.screening, ("vi",))
    assert isinstance(shown, Disclosed)
    assert (shown.project, shown.withheld) == (replace(one, supervisor=None), frozenset({"supervisor"}))
