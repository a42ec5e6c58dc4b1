"""Publish the sample city."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from psycopg import Connection

from data.policy import Policy, discloser, load_policy
from data.sample import agencies, background, boundaries, projects
from data.sample.districts import SET_CODE
from geo.city import City
from geo.project import Project
from geo.publishing import Load, Outcome, Publisher, SentRow, publish_background, publish_districts

CHUNK = 5_000


def load_sample(
    connection: Connection,
    city: City,
    *,
    today: date,
    count: int = 400,
    seed: int = 1,
    policy: Policy | None = None,
) -> Outcome:
    """Publish the sketch of Da Nang with made-up works, all marked as sample, in place of any sample before.

    The caller commits.
    """
    publish_districts(connection, *boundaries())
    publish_background(connection, SET_CODE, background(), sample=True)
    publisher = Publisher(connection, languages=city.languages)
    publisher.agencies(agencies())
    disclosed = discloser(connection, policy or load_policy(), today)
    numbered = enumerate(projects(count, seed, today=today), 1)
    while chunk := list(islice(numbered, CHUNK)):
        publisher.stage((number, disclosed(project)) for number, project in chunk)
        publisher.keep(_sent(chunk, seed))
    publisher.withdraw_other_samples()
    return publisher.publish(Load(kind="sample", file_name=f"sample city, seed {seed}"))


def _sent(chunk: list[tuple[int, Project]], seed: int) -> Iterator[SentRow]:
    return (
        SentRow(number=number, payload={"sample": True, "seed": seed}, project_id=project.id)
        for number, project in chunk
    )
