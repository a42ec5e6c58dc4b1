"""The public id of a project that is pushed: stable, readable, and never that of another agency's project.

An agency's code has no point in it, so `agency.code` names the agency without doubt. A work that the agency has
published before under the very code (from a file) keeps its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from psycopg import Connection

from data.intake.findings import Finding, Untypable
from geo.intake import records

LONGEST: Final = 120


class ForeignProject(Exception):  # noqa: N818
    """The project is another agency's: 403."""

    def __init__(self, code: str) -> None:
        super().__init__("The project is another agency's.")
        self.code = code


def own_code(agency: str, code: str) -> str:
    """The agency's own code, whether the whole id was given or the code alone; it never begins with the agency."""
    own = code
    while own.startswith(f"{agency}.") and own != f"{agency}.":
        own = own.removeprefix(f"{agency}.")
    return own


def project_ids(
    connection: Connection, agency: str, codes: Sequence[str], known: Mapping[str, records.Record]
) -> dict[str, str]:
    """The project id of each of these own codes; `known` are the records of those that have one.

    Raises ForeignProject, and Untypable where an id would be too long.
    """
    unknown = [code for code in codes if code not in known]
    whole = {code: f"{agency}.{code}" for code in unknown}
    if long := [code for code in unknown if len(whole[code]) > LONGEST]:
        message = f"An id, which is made of the agency and the code, has at most {LONGEST} characters."
        raise Untypable([Finding("/code", "id.form", f"{message} {long[0][:40]!r}… is too long.")])
    owners = records.owners(connection, [*unknown, *whole.values()])
    found = {code: known[code].project_id for code in codes if code in known}
    return found | {code: _chosen(agency, code, whole[code], owners) for code in unknown}


def _chosen(agency: str, code: str, whole: str, owners: Mapping[str, str]) -> str:
    if owners.get(code, agency) != agency or owners.get(whole, agency) != agency:
        raise ForeignProject(code)
    return code if code in owners and whole not in owners else whole
