"""Colours are never the only sign, and all of them can be read."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.codes import Category, Status
from geo.overlaps.classes import Class
from maps import assets
from maps.legend import shade_legend, sign_svg
from maps.palette import NOT_ENTERED, SIGNS, classes
from maps.tallies import DistrictTally, breaks, tallies_json
from maps.texts import category_names, map_texts, status_names

CODES = [*(status.value for status in Status), NOT_ENTERED]


def same(text: str) -> str:
    return text


def themes() -> dict[str, dict[str, str]]:
    light, dark = (assets.FOLDER / "palette.css").read_text().split("@media")
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in (light, dark)]
    return {"light": found[0], "dark": found[1]}


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_its_surface(theme: str) -> None:
    colour = themes()[theme]
    pairs = [(ink, surface) for ink in ("ink", "ink-soft", "accent") for surface in ("surface", "surface-soft")]
    pairs += [("on-accent", "accent"), ("on-notice", "notice"), ("ink", "map-land"), ("map-water-name", "map-land")]
    pairs += [("on-status", f"status-{code}") for code in CODES]
    pairs += [("on-status", f"overlap-{code}") for code in Class]
    for text, surface in pairs:
        assert contrast(colour[text], colour[surface]) >= 4.5, (theme, text, surface)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signs_stand_out_from_the_ground_and_from_their_casing(theme: str) -> None:
    colour = themes()[theme]
    for code in CODES:
        for ground in ("map-land", "map-ground", "map-casing"):
            assert contrast(colour[f"status-{code}"], colour[ground]) >= 3, (theme, code, ground)
    for code in Class:
        assert contrast(colour[f"overlap-{code}"], colour["map-land"]) >= 3, (theme, code)


def test_both_themes_define_the_same_colours() -> None:
    light, dark = themes().values()
    assert light.keys() == dark.keys()


@pytest.mark.parametrize("measure", ["ongoing", "delay"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shades_go_one_way_so_that_they_read_without_hue(theme: str, measure: str) -> None:
    steps = [luminance(themes()[theme][f"shade-{measure}-{step}"]) for step in range(1, 6)]
    assert steps == sorted(steps, reverse=theme == "light")


def test_no_two_statuses_share_a_dash_or_a_shape() -> None:
    assert set(SIGNS) == set(CODES)
    for one, other in combinations(SIGNS.values(), 2):
        assert one.dash != other.dash
        assert (one.shape, one.hollow) != (other.shape, other.hollow)


def test_every_status_and_category_has_a_name() -> None:
    assert set(status_names(same)) == set(CODES)
    assert set(category_names(same)) == {*Category, NOT_ENTERED}
    assert {f"status.{code}" for code in CODES} <= set(map_texts(same))


def test_every_message_that_the_browser_asks_for_is_sent() -> None:
    sources = "".join(path.read_text() for path in assets.FOLDER.glob("*.mjs"))
    asked = set(re.findall(r"(?<!\.)\btext\('([\w.-]+)'", sources)) | set(re.findall(r"\brow\('([\w-]+)'", sources))
    assert asked
    assert asked <= set(map_texts(same))


def test_messages_are_translated_by_the_page() -> None:
    assert map_texts(str.upper)["zoom-in"] == "ZOOM IN"


def test_a_sign_shows_the_dash_and_the_shape_without_inline_style() -> None:
    sign = sign_svg("preparation")
    assert 'stroke-dasharray="7 6"' in sign
    assert SIGNS["preparation"].shape in sign
    assert "style=" not in sign


def test_a_legend_of_shades_names_whole_spans() -> None:
    labels = [entry.label for entry in shade_legend((0, 1, 5, 12), "ongoing")]
    assert labels == ["0", "1 – 4", "5 – 11", "≥ 12"]
    assert shade_legend((-5, 3), "delay")[0].label == "−5 – 2"


@given(st.lists(st.integers(-500, 5000) | st.floats(0, 300), max_size=120))
def test_classes_come_from_the_data(values: list[float]) -> None:
    least = classes(values)
    assert list(least) == sorted(set(least))
    assert len(least) <= 5
    assert bool(least) == bool(values)
    assert all(value >= least[0] for value in values)


def test_tallies_tell_nothing_to_measure_from_nought() -> None:
    tallies = [
        DistrictTally(id="a.1", url="/a", ongoing=0, works=3, delay_days=None),
        DistrictTally(id="a.2", url="/b", ongoing=7, works=9, delay_days=12.4),
    ]
    assert breaks(tallies, "delay") == (12,)
    assert '"value": null' in tallies_json(tallies, "delay")
    assert '"value": 0' in tallies_json(tallies, "ongoing")
