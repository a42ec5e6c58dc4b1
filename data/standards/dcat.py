"""A catalogue entry for a portal of open data: DCAT 3 as JSON-LD, with the terms that DCAT-AP asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.collections import Extent
from geo.values import Bbox, Names

Json = dict[str, Any]
CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "gsp": "http://www.opengis.net/ont/geosparql#",
}
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is the same for the whole catalogue: titles and publisher by language, licence, address, state shown.

    `modified` is an instant in ISO 8601, None before the first publication.
    """

    titles: Names
    publisher: Names
    languages: Sequence[str]
    licence_url: str
    base: str
    modified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A form in which a dataset is had: by a service (`access`), or as a whole file (`download`)."""

    title: str
    access: str
    media_type: str
    download: bool = False
    conforms_to: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A collection with everything it can be had as; `modified` as of the catalogue."""

    name: str
    title: str
    description: str
    extent: Extent
    distributions: Sequence[Distribution]


def catalogue(about: About, datasets: Sequence[Dataset]) -> Json:
    """The catalogue with its datasets."""
    return {
        "@context": CONTEXT,
        "@id": f"{about.base}/dcat",
        "@type": "dcat:Catalog",
        "dct:title": _by_language(about.titles),
        "dct:description": [
            {"@language": "en", "@value": "What is being built, where, by whom, for how much, and how far it has got."}
        ],
        "dct:publisher": _publisher(about),
        "dct:license": {"@id": about.licence_url},
        "dct:language": [{"@id": f"http://id.loc.gov/vocabulary/iso639-1/{one}"} for one in about.languages],
        "foaf:homepage": {"@id": f"{about.base}/"},
        **_modified(about),
        "dcat:dataset": [_dataset(about, one) for one in datasets],
    }


def _dataset(about: About, one: Dataset) -> Json:
    here = f"{about.base}/collections/{one.name}"
    return {
        "@id": f"{here}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": here,
        "dct:title": [{"@language": "en", "@value": one.title}],
        "dct:description": [{"@language": "en", "@value": one.description}],
        "dct:publisher": _publisher(about),
        "dct:license": {"@id": about.licence_url},
        "dcat:landingPage": {"@id": f"{about.base}/{about.languages[0]}/collections/{one.name}"},
        **_modified(about),
        **_extent(one.extent),
        "dcat:distribution": [_distribution(about, each) for each in one.distributions],
    }


def _distribution(about: About, one: Distribution) -> Json:
    told: Mapping[str, Any] = {
        "dcat:downloadURL": {"@id": one.access} if one.download else None,
        "dct:conformsTo": one.conforms_to and {"@id": one.conforms_to},
        "dcat:byteSize": None if one.bytes is None else {"@type": "xsd:nonNegativeInteger", "@value": str(one.bytes)},
        "spdx:checksum": None if one.sha256 is None else _checksum(one.sha256),
        "foaf:page": one.page and {"@id": one.page},
    }
    return {
        "@type": "dcat:Distribution",
        "dct:title": [{"@language": "en", "@value": one.title}],
        "dcat:accessURL": {"@id": one.access},
        "dcat:mediaType": {"@id": _MEDIA_TYPES + one.media_type.split(";")[0]},
        "dct:license": {"@id": about.licence_url},
        **{name: value for name, value in told.items() if value is not None},
    }


def _checksum(sha256: str) -> Json:
    return {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
        "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": sha256},
    }


def _publisher(about: About) -> Json:
    return {"@id": f"{about.base}/#publisher", "@type": "foaf:Agent", "foaf:name": _by_language(about.publisher)}


def _modified(about: About) -> Json:
    return {} if about.modified is None else {"dct:modified": {"@type": "xsd:dateTime", "@value": about.modified}}


def _extent(extent: Extent) -> Json:
    told: Json = {}
    if extent.bbox is not None:
        box = {"@type": "gsp:wktLiteral", "@value": _wkt(extent.bbox)}
        told["dct:spatial"] = {"@type": "dct:Location", "dcat:bbox": box}
    days = {"dcat:startDate": extent.start, "dcat:endDate": extent.end}
    if known := {name: day for name, day in days.items() if day is not None}:
        told["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            **{name: {"@type": "xsd:date", "@value": day.isoformat()} for name, day in known.items()},
        }
    return told


def _wkt(box: Bbox) -> str:
    """A box as a polygon in CRS84, which is what WKT without a CRS is in."""
    w, s, e, n = box.west, box.south, box.east, box.north
    return f"POLYGON(({w} {s}, {e} {s}, {e} {n}, {w} {n}, {w} {s}))"


def _by_language(names: Names) -> list[Json]:
    return [{"@language": language, "@value": text} for language, text in names.items()]
