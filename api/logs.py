"""The log: one JSON line an event on standard error, with secrets and personal data masked.

The web server's own messages and Python's warnings come the same way. A line names no address of a visitor.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from api.masking import MAX_TEXT, Masker
from api.request_log import RequestLog
from api.settings import Settings

LEVELS: Final = MappingProxyType(logging.getLevelNamesMapping())
MAX_FRAMES: Final = 20
_ROOT: Final = Path(__file__).resolve().parent.parent
_FIRST: Final = ("time", "level", "logger", "event")
_told: Final[dict[str, RequestLog]] = {}
_QUIET: Final = ("alembic", "asyncio", "httpx", "httpcore", "pyogrio", "fiona")


def configure(level: str = "warning", secrets: tuple[str, ...] = (), stream: TextIO | None = None) -> None:
    """Send every event from `level` on to standard error; `secrets` are masked wherever they turn up."""
    masker = Masker(secrets)
    shared = _shared(masker)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _line],
        )
    )
    _told["requests"] = RequestLog(handler, masker)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(LEVELS[level.upper()])
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def requests() -> RequestLog | None:
    """What writes the lines of requests; None before the log is configured."""
    return _told.get("requests")


def configure_for(settings: Settings) -> None:
    """The log of a program with these settings, which knows their secrets."""
    configure(settings.log_level, settings.secrets())


def _shared(masker: Masker) -> list[Processor]:
    """What happens to an event, ours or another library's, before it is a line."""

    def mask(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return {name: masker.value(value, name) for name, value in event.items()}

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _short_error,
        _apart(mask),
    ]


def _apart(mask: Processor) -> Processor:
    """The processor kept away from the standard library's own records, which travel in the event."""

    def masking(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
        own = {key: event.pop(key) for key in ("_record", "_from_structlog") if key in event}
        return {**mask(logger, name, event), **own}  # type: ignore[dict-item]

    return masking


def _short_error(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception as its type, the first line of its message, and where it came from; never a local variable.

    Only the first line: what follows in a database's error repeats the row.
    """
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if given is True:
        error = sys.exception()
    for unwanted in ("stack_info", "color_message"):
        event.pop(unwanted, None)
    if error is not None:
        event["error"] = _said(error)
        event["trace"] = list(_trace(error))[-MAX_FRAMES:]
        if causes := [_said(cause) for cause in _causes(error)]:
            event["causes"] = causes
    return event


def _said(error: BaseException) -> str:
    first, *_ = str(error).splitlines() or [""]
    return f"{type(error).__name__}: {first}"[:MAX_TEXT]


def _trace(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        name = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else Path(*path.parts[-2:])
        yield f"{name}:{frame.lineno} {frame.name}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen = {id(error)}
    cause = error.__cause__ or error.__context__
    while cause is not None and id(cause) not in seen and len(seen) < 5:
        yield cause
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__


def _line(_: WrappedLogger, __: str, event: EventDict) -> str:
    """The event as one line of ASCII: a line break or an escape sequence in it cannot act on a terminal."""
    ordered = sorted(event.items(), key=lambda item: _FIRST.index(item[0]) if item[0] in _FIRST else len(_FIRST))
    return json.dumps(dict(ordered), ensure_ascii=True, default=_plain, separators=(",", ":"))


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever JSON has no form for
    return str(value)[:MAX_TEXT]
