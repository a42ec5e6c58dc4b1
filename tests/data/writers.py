"""The same three works written in every format."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from openpyxl import Workbook
from pyogrio.raw import write as write_raw

from tests.data.builders import GOOD, collection, csv_text, feature

SITES = (
    shapely.Point(108.22, 16.07),
    shapely.LineString([(108.2, 16.0), (108.21, 16.01)]),
    shapely.Polygon([(108.2, 16.0), (108.21, 16.0), (108.21, 16.01)]),
)
WORKS = [{**GOOD, "ma": f"DN-{n}"} for n in range(1, 4)]
GEOMETRY_COLUMN = '\n[location]\nwkt = "hinh"\n'


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def write_layer(path: Path, sites: Any, driver: str, *, crs: str | None = "EPSG:4326", **options: Any) -> Path:  # noqa: ANN401
    columns = [np.array([work[name] for work in WORKS], dtype=object) for name in GOOD]
    kinds = {site.geom_type for site in sites}
    write_raw(
        path,
        shapely.to_wkb(np.array(sites)),
        columns,
        list(GOOD),
        driver=driver,
        crs=crs,
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        **options,
    )
    return path


def features() -> list[dict[str, Any]]:
    return [feature(shapely.geometry.mapping(site), **work) for site, work in zip(SITES, WORKS, strict=True)]


def as_collection(folder: Path) -> Path:
    return write(folder / "a.geojson", collection(*features()))


def as_lines(folder: Path) -> Path:
    return write(folder / "a.geojsonl", "\n".join(json.dumps(f) for f in features()) + "\n")


def as_text_sequence(folder: Path) -> Path:
    return write(folder / "a.geojsons", "".join(f"\x1e{json.dumps(f, indent=1)}\n" for f in features()))


def as_csv(folder: Path) -> Path:
    records = [{**work, "hinh": site.wkt} for work, site in zip(WORKS, SITES, strict=True)]
    return write(folder / "a.csv", csv_text(*records))


def as_tsv(folder: Path) -> Path:
    records = [{**work, "hinh": site.wkt} for work, site in zip(WORKS, SITES, strict=True)]
    return write(folder / "a.tsv", csv_text(*records, delimiter="\t"), "utf-16")


def as_gzip(folder: Path) -> Path:
    path = folder / "a.csv.gz"
    path.write_bytes(gzip.compress(as_csv(folder).read_bytes()))
    return path


def as_geopackage(folder: Path) -> Path:
    return write_layer(folder / "a.gpkg", SITES, "GPKG")


def as_kml(folder: Path) -> Path:
    marks = []
    for work, site in zip(WORKS, SITES, strict=True):
        data = "".join(f'<Data name="{name}"><value>{value}</value></Data>' for name, value in work.items())
        marks.append(f"<Placemark><name>x</name><ExtendedData>{data}</ExtendedData>{kml_of(site)}</Placemark>")
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>'
    return write(folder / "a.kml", head + "".join(marks) + "</Folder></Document></kml>")


def kml_of(site: Any) -> str:  # noqa: ANN401
    line = site.exterior if site.geom_type == "Polygon" else site
    text = f"<coordinates>{' '.join(f'{x},{y},0' for x, y in line.coords)}</coordinates>"
    if site.geom_type == "Polygon":
        return f"<Polygon><outerBoundaryIs><LinearRing>{text}</LinearRing></outerBoundaryIs></Polygon>"
    return f"<{site.geom_type}>{text}</{site.geom_type}>"


def as_xlsx(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append([*GOOD, "hinh"])
    for work, site in zip(WORKS, SITES, strict=True):
        sheet.append([*work.values(), site.wkt])
    book.create_sheet("rỗng")
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


WRITERS = (as_collection, as_lines, as_text_sequence, as_csv, as_tsv, as_gzip, as_geopackage, as_kml, as_xlsx)
