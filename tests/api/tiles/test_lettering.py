"""The glyphs of the style's labels: from this site, with every letter that names here are written in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from maps.glyphs import RANGE, glyphs
from tests.fixtures.site import Site

HERE = "/styles/glyphs/Noto%20Sans%20Regular"
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message of protobuf, read as its documentation says."""
    place = 0

    def number() -> int:
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place, value, shift = place + 1, value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value

    while place < len(message):
        key = number()
        value = number()
        if key & 7 == 2:
            yield key >> 3, message[place : place + value]
            place += value
        else:
            yield key >> 3, value


def drawn(body: bytes) -> dict[str, dict[int, int | bytes]]:
    """The glyphs of a file by their letters."""
    (stack,) = (content for _, content in fields(body) if isinstance(content, bytes))
    found = (dict(fields(content)) for field, content in fields(stack) if field == 3 and isinstance(content, bytes))
    return {chr(int(one[1])): one for one in found}


def test_every_letter_of_the_languages_has_a_glyph_of_its_size() -> None:
    plain = {unicodedata.normalize("NFC", letter + tone) for letter in VIETNAMESE for tone in TONES}
    wanted = {letter for letter in plain if len(letter) == 1} | {chr(code) for code in range(32, 127)} | set("–—“”’…₫")
    wanted |= {letter.upper() for letter in wanted if len(letter.upper()) == 1}
    for letter in sorted(wanted):
        glyph = drawn(glyphs(ord(letter) // RANGE * RANGE))[letter]
        field = glyph.get(2, b"")
        assert isinstance(field, bytes)
        size = (int(glyph[3]) + 6) * (int(glyph[4]) + 6)
        assert len(field) == (0 if letter == " " else size), letter
        assert letter == " " or max(field) > 192, letter  # something lies within its outline


def test_a_range_is_served_to_any_origin_and_kept_for_a_day(sample_site: Site) -> None:
    answer = sample_site.get(f"{HERE}/7680-7935.pbf", headers={"Origin": "https://portal.example"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-protobuf")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.content == glyphs(7680)
    assert "ể" in drawn(answer.content)
    held = {"If-None-Match": answer.headers["etag"]}
    assert sample_site.get(f"{HERE}/7680-7935.pbf", headers=held).status_code == 304


def test_a_range_without_letters_is_empty_so_that_no_label_fails(sample_site: Site) -> None:
    answer = sample_site.get(f"{HERE}/65280-65535.pbf")
    assert (answer.status_code, drawn(answer.content)) == (200, {})
    ((_, stack),) = fields(answer.content)
    assert isinstance(stack, bytes)
    assert dict(fields(stack)) == {1: b"Noto Sans Regular", 2: b"65280-65535"}


@pytest.mark.parametrize(
    "path",
    [
        *(f"{HERE}/{span}.pbf" for span in ("1-256", "0-256", "65536-65791", "x", "0-255-511", "..%2f..%2fOFL")),
        "/styles/glyphs/Other/0-255.pbf",
    ],
)
def test_other_ranges_and_fonts_are_not_there(path: str, sample_site: Site) -> None:
    answer = sample_site.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
