"""What the signs and shades of a map mean, as data for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from maps.palette import SIGNS
from maps.urls import Measure


@dataclass(frozen=True, slots=True)
class ShadeEntry:
    """A class of a shaded map: the style class of its swatch, and its values in words."""

    css_class: str
    label: str


def sign_svg(code: str) -> Markup:
    """The dashed line and the shape of a status, as on the map; the colour comes from the page's style sheet."""
    sign = SIGNS[code]
    dash = Markup(' stroke-dasharray="{}"').format(sign.dash) if sign.dash else Markup()
    hollow = Markup(' class="hollow"') if sign.hollow else Markup()
    return Markup(
        '<svg class="sign status-{code}" viewBox="0 0 44 18" aria-hidden="true" focusable="false">'
        '<line x1="18" y1="9" x2="44" y2="9"{dash}/>'
        '<path transform="translate(9 9) scale(6.5)" d="{shape}"{hollow}/></svg>'
    ).format(code=code, dash=dash, shape=sign.shape, hollow=hollow)


def overlap_svg(code: str) -> Markup:
    """The line of a class of overlaps, as on the map; colour and dash come from the page's style sheet."""
    return Markup(
        '<svg class="sign overlap-{code}" viewBox="0 0 44 18" aria-hidden="true" focusable="false">'
        '<line x1="2" y1="9" x2="42" y2="9"/></svg>'
    ).format(code=code)


def shade_legend(breaks: Sequence[float], measure: Measure) -> tuple[ShadeEntry, ...]:
    """The classes of a shaded map, from the least values that `maps.tallies.breaks` gives."""
    return tuple(
        ShadeEntry(f"shade-{measure}-{step}", _span(least, breaks[step] if step < len(breaks) else None))
        for step, least in enumerate(breaks, start=1)
    )


def _span(least: float, following: float | None) -> str:
    if following is None:
        return f"≥ {_number(least)}"
    return _number(least) if following - least <= 1 else f"{_number(least)} – {_number(following - 1)}"


def _number(value: float) -> str:
    return f"{value:.0f}".replace("-", "−")
