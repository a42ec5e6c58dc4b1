"""What the pages say, in every language: `.po` files, compiled in memory when the program starts."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER: Final = Path(__file__).parent


@cache
def translations(language: str) -> NullTranslations:
    """The messages of a language; a language without a `.po` file speaks the msgids, which are English."""
    source = FOLDER / f"{language}.po"
    if not source.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)
