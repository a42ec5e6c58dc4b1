"""The routes of tiles and of what describes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import Whole, answer_json, holds, whole
from api.http.negotiation import header_of
from api.http.packing import takes_gzip
from api.http.parameters import read
from api.http.routing import PlainRoute
from api.ogc import values
from api.ogc.projects import selection
from api.tiles import declared, described, lettering, matrix, overlaps
from api.tiles.cache import CACHE, RELEASE, Drawn
from api.tiles.service import Named, TileService
from api.tiles.service import Request as TileRequest
from api.tiles.sets import TileSet, tile_set
from api.tiles.style import Lettered, works_style
from api.tiles.then import TilesThen
from geo.errors import BadRequest, NotFound
from geo.moments import PARAMETER
from geo.tiles import Asked, TileAddress, label_fields

_PLACES: Final = ("tileMatrix", "tileCol", "tileRow")
_LOOKED_UP: Final = ("district", "agency", "datetime", "mapped", "filter")


async def tile(request: Request) -> Response:
    """A tile, or 304 where the client has it. An empty one is 200 without a byte, which every client takes."""
    if request.path_params.get("collection") == "overlaps":
        return await overlaps.tile(request, _address(**request.path_params), _tile_set(**request.path_params))
    ctx, service = _context(request), _service(request)
    if request.scope["query_string"] and PARAMETER in request.query_params:
        return await _of_then(request, await ctx.at(request.query_params))
    wanted, today = _asked(request, ctx), ctx.today()
    held = header_of(request, b"if-none-match") is not None
    packed = takes_gzip(header_of(request, b"accept-encoding") or "")
    at_once = None if held else await service.drawn_at_once(wanted, today)
    if at_once is not None:
        named, drawn = at_once
        return _sent(await service.packed(named, drawn) if packed else drawn, named, packed=packed)
    named = await service.named(wanted, today)
    generation = await service.generation(named, asked_for=held)
    if generation is not None and held and holds(request, _tag(named.key, generation)):
        return Whole(b"", _headers(named.key, generation), status=304)
    return _sent(await service.drawn(named, generation, packed=packed), named, packed=packed)


async def one_set(request: Request) -> Response:
    """A tile set: its metadata, or TileJSON."""
    ctx, tiles = _context(request), _tile_set(**request.path_params)
    given = read(request, tiles.parameters)
    ctx = await ctx.at(given)
    tiles.selection(given, ctx)
    found = await tiles.extent(ctx.pool, as_of=ctx.as_of)
    tiles = tiles.naming(await label_fields(ctx.pool, as_of=ctx.as_of))
    write = described.tile_json if given.get("f") == "tilejson" else described.tile_set
    return answer_json(request, write(request, ctx, tiles, None if found is None else found.bbox))


async def all_sets(request: Request) -> Response:
    """The tile sets of the data set, or of a collection."""
    await _context(request).at(read(request, declared.DATED))
    tiles = tile_set(request.path_params.get("collection", ""))
    return answer_json(request, described.tile_sets(request, _context(request), tiles))


async def matrix_sets(request: Request) -> Response:
    """The tile matrix sets."""
    read(request, declared.RESOURCE)
    return answer_json(request, described.matrix_sets(_context(request)))


async def one_matrix_set(request: Request) -> Response:
    """The tile matrix set."""
    read(request, declared.RESOURCE)
    _must_be_known(request.path_params["matrixSet"])
    return answer_json(request, matrix.document())


async def style(request: Request) -> Response:
    """A style for MapLibre."""
    ctx = await _context(request).at(read(request, declared.DATED))
    name = ctx.city.names.get("en") or next(iter(ctx.city.names.values()))
    view = ctx.city.view
    address = f"{ctx.links}/tiles/{matrix.NAME}?f=tilejson"
    if ctx.moment is not None:
        address += f"&{urlencode({PARAMETER: ctx.moment.text})}"
    box = (view.west, view.south, view.east, view.north)
    fields = tuple(f"name_{language}" for language in ctx.city.languages)
    labels = Lettered(f"{ctx.links}{lettering.TEMPLATE}", fields)
    return answer_json(request, works_style(address, f"Public works of {name}", box, labels))


def install(app: FastAPI, ctx: Context) -> list[PlainRoute]:
    """Give the application its routes, before all others, and the tiles that it keeps.

    Returns those of a tile, the ones that most requests are for.
    """
    app.state.tiles = TileService(ctx.pool, most_bytes=ctx.tile_cache)
    app.state.overlap_tiles = overlaps.OverlapTiles(ctx.pool, most_bytes=ctx.tile_cache // 4)
    app.state.tiles_then = TilesThen(ctx.pool, most_bytes=ctx.tile_cache // 4)
    one = "/{matrixSet}"
    address = one + "/{tileMatrix}/{tileRow}/{tileCol}"
    paths = [
        (place + tail, endpoint)
        for tail, endpoint in ((address, tile), (one, one_set), ("", all_sets))
        for place in ("/tiles", "/collections/{collection}/tiles")
    ]
    paths += [("/tileMatrixSets", matrix_sets), ("/tileMatrixSets/{matrixSet}", one_matrix_set)]
    paths += [("/styles/works.json", style), (lettering.PATH, lettering.letters)]
    routes = [PlainRoute(path, endpoint, methods=["GET", "HEAD"]) for path, endpoint in paths]
    app.router.routes[:0] = routes
    return [route for route in routes if route.endpoint is tile]


async def _of_then(request: Request, ctx: Context) -> Response:
    """A tile of a past instant, or 304 where the client has it."""
    wanted, moment = _asked(request, ctx), ctx.moment
    assert moment is not None  # noqa: S101 - it is asked for
    service: TilesThen = request.app.state.tiles_then
    drawn = await service.drawn(wanted, moment)
    tag = f'W/"{RELEASE}.{drawn.digest}"'
    headers = {"ETag": tag, "Cache-Control": CACHE, "Vary": "Accept-Encoding"}
    if holds(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(drawn.body, headers=headers, media_type=described.MVT)


def _asked(request: Request, ctx: Context) -> TileRequest:
    if not request.scope["query_string"]:
        return _plain(**request.path_params)
    tiles = _tile_set(**request.path_params)
    given = read(request, tiles.tile_parameters)
    if given.get("mapped"):
        del given["mapped"]  # only works with a footprint are on a map
    works = selection(given, ctx)
    looked_up = any(name in given for name in _LOOKED_UP)
    asked = Asked(
        content=tiles.content,
        statuses=None if looked_up else given.get("status"),
        categories=None if looked_up else given.get("category"),
        selection=works if looked_up else None,
        boundary_set=given.get("boundary_set"),
    )
    others = {"f", PARAMETER}
    kept = sorted(pair for pair in request.query_params.multi_items() if pair[0] in given.keys() - others)
    return TileRequest(_address(**request.path_params), asked, f"{tiles.path} {kept}")


@lru_cache(maxsize=8192)  # the same tiles are asked for again and again
def _plain(**path: str) -> TileRequest:
    """The tile of an address without parameters."""
    tiles = _tile_set(**path)
    return TileRequest(_address(**path), Asked(content=tiles.content), tiles.path)


def _address(tileMatrix: str, tileRow: str, tileCol: str, **_: str) -> TileAddress:  # noqa: N803 - OGC's names
    """The address in the path: row before column. Raises BadRequest, and NotFound outside of the matrix."""
    return TileAddress(*(_number(*one) for one in zip(_PLACES, (tileMatrix, tileCol, tileRow), strict=True)))


def _number(name: str, text: str) -> int:
    number = values.whole(text)
    if number is None:
        raise BadRequest(f"The {name} is a whole number.", parameter=name)
    return number


def _tile_set(matrixSet: str, collection: str = "", **_: str) -> TileSet:  # noqa: N803 - OGC's name
    _must_be_known(matrixSet)
    return tile_set(collection)


def _must_be_known(name: str) -> None:
    if name != matrix.NAME:
        raise NotFound(f"The tile matrix set here is {matrix.NAME}.")


def _tag(key: tuple[Any, ...], generation: int) -> str:
    """The ETag of a tile: its release and generation, and what its answer depends on that its address does not say."""
    boundary_set, day = key[2:]
    return f'W/"{RELEASE}.{generation}.{boundary_set or ""}.{day or ""}"'


def _headers(key: tuple[Any, ...], generation: int) -> dict[str, str]:
    return {"ETag": _tag(key, generation), "Cache-Control": CACHE, "Vary": "Accept-Encoding"}


def _sent(drawn: Drawn, named: Named, *, packed: bool) -> Response:
    headers = _headers(named.key, drawn.generation)
    if drawn.packed and packed:
        return whole(drawn.body, described.MVT, headers | {"Content-Encoding": "gzip"})
    return whole(drawn.plain(), described.MVT, headers)


def _context(request: Request) -> Context:
    found: Context = request.app.state.context
    return found


def _service(request: Request) -> TileService:
    found: TileService = request.app.state.tiles
    return found
