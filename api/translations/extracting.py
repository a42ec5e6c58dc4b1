"""Keep the `.po` files in step with the code: `python -m api.translations.extracting`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from api.translations import FOLDER

_HEADER: Final = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
ROOT: Final = Path(__file__).parents[2]
_METHODS: Final = {
    "api/pages": [("**.py", "python"), ("templates/**.html", "jinja2")],
    "maps": [("**.py", "python")],
    "data": [("rules.py", "python"), ("policy/**.toml", f"{__name__}:policy_texts")],
}
_OPTIONS: Final = {"templates/**.html": {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.loopcontrols"}}
_TOLD: Final = ("title", "name", "ground", "decided_by")
"""What a policy's tables say to readers."""
_KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "translate": None, "counted": (1, 2), "Rule": (2,)}


def extracted() -> Catalog:
    """Every message that the code and the templates use."""
    found = Catalog(project="Allimi", charset="utf-8")
    for folder, methods in _METHODS.items():
        for name, _, message, comments, context in extract_from_dir(
            ROOT / folder, methods, _OPTIONS, keywords=_KEYWORDS
        ):
            found.add(message, locations=[(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return found


def policy_texts(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """What a shipped disclosure policy says to readers, in Babel's form; what others say is shown as it stands."""
    for text in dict.fromkeys(_said(tomllib.load(file))):
        yield 0, "_", text, []


def _said(value: Any) -> Iterator[str]:  # noqa: ANN401 - what TOML holds
    match value:
        case dict():
            yield from (value[name] for name in _TOLD if isinstance(value.get(name), str))
            for inner in value.values():
                yield from _said(inner)
        case list():
            for inner in value:
                yield from _said(inner)


def update() -> None:
    """Add new messages to every `.po` file, and drop those no longer used; English speaks the msgids."""
    for path in sorted(FOLDER.glob("*.po")):
        template = extracted()  # anew: a catalogue keeps the template's own messages
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.stem)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        if path.stem == "en":
            _speak_msgids(catalog)
        path.write_bytes(_written(catalog))


def _speak_msgids(catalog: Catalog) -> None:
    for message in catalog:
        if (message.id and not message.string) or message.string == ("", ""):
            message.string = message.id


def _written(catalog: Catalog) -> bytes:
    """The catalogue as a file without dates, so that it changes only when a message does."""
    written = BytesIO()
    write_po(
        written, catalog, width=120, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    return _HEADER.format(language=catalog.locale_identifier, plural=catalog.plural_forms).encode() + written.getvalue()


if __name__ == "__main__":
    update()
