"""Take the sample city away again, once a city shows its own works."""

from __future__ import annotations

from typing import Final

from psycopg import Connection

from geo.publishing import numbering
from geo.publishing.briefs import place_briefs
from geo.publishing.drawing import draw_districts
from geo.publishing.projects import Load, Outcome, Publisher

_PLACES: Final = (
    "DELETE FROM published.background_line WHERE sample",
    "DELETE FROM published.district_share AS s USING published.district AS d, published.boundary_set AS b "
    "WHERE d.id = s.district_id AND b.code = d.set_code AND b.sample",
    "DELETE FROM published.district_part AS p USING published.district AS d, published.boundary_set AS b "
    "WHERE d.id = p.district_id AND b.code = d.set_code AND b.sample",
    "DELETE FROM published.district AS d USING published.boundary_set AS b WHERE b.code = d.set_code AND b.sample",
    "DELETE FROM published.boundary_set WHERE sample",
)


def withdraw_samples(connection: Connection, *, languages: tuple[str, ...]) -> Outcome:
    """Withdraw every sample project as a new version that says so, and remove the sample's places; caller commits."""
    publisher = Publisher(connection, languages=languages)
    publisher.withdraw_other_samples()
    outcome = publisher.publish(Load(kind="withdrawal", file_name="sample city"))
    sets = connection.execute("SELECT code FROM published.boundary_set WHERE sample ORDER BY code").fetchall()
    for statement in _PLACES:
        connection.execute(statement)
    if sets:
        place_briefs(connection)
        number = outcome.publication or numbering.take_number(connection, versions=0).number
        for (set_code,) in sets:
            draw_districts(connection, set_code, number)
    return outcome
