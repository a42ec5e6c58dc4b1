"""A city's settings file: read as the domain type, or refused by the name of the key at fault."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.cities import DANANG, load_city
from data.digging import load_rules
from data.intake.approval import load_approval
from data.policy import DEFAULT_POLICY, load_policy
from geo.city import Basemap
from geo.errors import BadInput
from geo.values import Bbox


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """Da Nang's file with one text in it replaced."""
    text = DANANG.read_text("utf-8")
    assert old in text
    file = tmp_path / "city.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


def test_the_city_is_da_nang_unless_another_is_named() -> None:
    city = load_city()
    assert city == load_city(DANANG)
    assert (city.code, city.local_crs, city.currency, city.languages) == ("danang", 5899, "VND", ("vi", "en", "ko"))
    assert city.names == {"vi": "Đà Nẵng", "en": "Da Nang", "ko": "다낭"}
    assert city.timezone == ZoneInfo("Asia/Ho_Chi_Minh")
    assert city.bounds == Bbox(107.0, 14.9, 113.0, 17.3)
    assert city.licence == "CC0-1.0"
    assert city.basemap is None


def test_hoang_sa_and_truong_sa_are_labelled() -> None:
    assert [place.names["vi"] for place in load_city().places] == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]


def test_a_basemap_is_taken_where_one_is_named(tmp_path: Path) -> None:
    table = '[basemap]\nurl = "https://tiles.test/{z}/{x}/{y}.png"\nattribution = "© tiles"\n\n[attribution]'
    city = load_city(changed(tmp_path, "[attribution]", table))
    assert city.basemap == Basemap(url="https://tiles.test/{z}/{x}/{y}.png", attribution="© tiles")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('code = "danang"', 'code = "danang"\nmayor = "x"', "mayor: no such key"),
        ('code = "danang"\n', "", "code: "),
        ("local_crs = 5899", "local_crs = 6959", "local_crs: EPSG:6959 .* deprecated"),
        ("local_crs = 5899", "local_crs = 123", "local_crs: .*EPSG:123.* not known"),
        ("local_crs = 5899", 'local_crs = "VN-2000"', "local_crs: "),
        ("Asia/Ho_Chi_Minh", "Asia/Da_Nang", "timezone: no time zone is called 'Asia/Da_Nang'"),
        ("Asia/Ho_Chi_Minh", "../etc", "timezone: "),
        ('"VND"', '"dong"', "currency: "),
        ("[107.0, 14.9, 113.0, 17.3]", "[107.0, 17.3, 113.0, 14.9]", "bounds: .*south below its north"),
        ("[107.0, 14.9, 113.0, 17.3]", "[107.0, 14.9, 113.0]", "bounds.3: "),
        ("[107.0, 14.9, 113.0, 17.3]", "[107.0, nan, 113.0, 17.3]", "bounds.1: "),
        ('["vi", "en", "ko"]', "[]", "languages: "),
        ('["vi", "en", "ko"]', '["vi", "fr"]', "names.fr: missing"),
        ('["vi", "en", "ko"]', '["vi", "en", "vi"]', "languages: a language stands twice"),
        ("publicdomain/zero/1.0/", "zero> <x", "licence_url: "),
        ('vi = "Quần đảo Hoàng Sa"\n', "", "places.0.names.vi: missing"),
        ("longitude = 112.0", "longitude = 1120", "places.0.longitude: "),
        ("longitude = 112.0", "height = 1", "places.0.longitude: "),
        ("https://creativecommons.org", "javascript:creativecommons.org", "licence_url: "),
        ('code = "danang"', "code = danang", "is not a TOML file"),
    ],
)
def test_a_fault_is_refused_by_its_key(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(BadInput, match=fault):
        load_city(changed(tmp_path, old, new))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.toml cannot be read"):
        load_city(tmp_path / "nowhere.toml")


def test_files_of_windows_editors_are_read_with_their_byte_order_mark(tmp_path: Path) -> None:
    city, policy, rules = (tmp_path / f"{name}.toml" for name in ("city", "policy", "rules"))
    city.write_text(DANANG.read_text("utf-8"), "utf-8-sig", newline="\r\n")
    policy.write_text(f'{DEFAULT_POLICY.read_text("utf-8")}\n[approval]\nwait = ["withdrawal"]\n', "utf-8-sig")
    rules.write_text("", "utf-8-sig")
    assert load_city(city) == load_city()
    assert load_policy(policy).title == load_policy().title
    assert load_approval(policy).wait
    assert load_rules(rules) == load_rules()


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    file.write_bytes('code = "Đà Nẵng"'.encode("utf-16"))
    with pytest.raises(BadInput, match="UTF-8"):
        load_city(file)
