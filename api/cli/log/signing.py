"""`allimi log-key` and `allimi checkpoint`, also as a program that signs every day."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import structlog
import typer

from api import logs
from api.cli.database import database
from api.cli.sampling import writer
from api.settings import Settings, load_settings
from data.log.keyfiles import read_keys, write_key
from geo.errors import BadInput, GeoError
from geo.log.checkpoints import read_checkpoint
from geo.log.keys import Algorithm, Signer, new_signer, read_verifier
from geo.log.signing import sign, take_witness
from geo.store.connecting import publishing
from geo.store.urls import Login

LOOK_SECONDS: Final = 60.0
_log = structlog.get_logger("allimi.log")


def log_key(
    file: Annotated[Path, typer.Argument(help="The file to write; only its owner may read it.")],
    name: Annotated[str, typer.Argument(help="The log's name, like allimi.example/log: it never changes.")],
    witness: Annotated[bool, typer.Option("--witness", help="A witness' key, who cosigns the log of others.")] = False,
) -> None:
    """Make a key that signs checkpoints; prints its public half, which verifiers need."""
    signer = new_signer(name, Algorithm.WITNESS if witness else Algorithm.LOG)
    write_key(file, signer)
    typer.echo(str(signer.verifier))


def checkpoint(
    cosigned: Annotated[
        Path | None, typer.Option("--cosigned", help="Take a witness' signature from this copy of the newest one.")
    ] = None,
    witness: Annotated[str | None, typer.Option("--witness", help="The public key of that witness.")] = None,
    daily: Annotated[
        bool, typer.Option("--daily", help="Go on until it is stopped, and sign on every day that brings something.")
    ] = False,
) -> None:
    """Sign what the log has come to, and print it; nothing is signed that does not go on from the one before."""
    settings = load_settings()
    if daily:
        logs.configure_for(settings)
        sign_on(settings)
        return
    with database(settings, migrated=False) as logins, publishing(writer(logins)) as connection:
        if cosigned is None:
            found = sign(connection, _keys(settings)).checkpoint
        else:
            if witness is None:
                raise BadInput("A cosigned checkpoint needs --witness, the public key of who signed it.")
            found = take_witness(connection, read_checkpoint(read_note_file(cosigned)), read_verifier(witness))
    typer.echo(str(found), nl=False)


def sign_on(settings: Settings) -> None:
    """Sign daily until the process is told to end."""
    with (
        stopping() as stopped,
        database(settings, migrated=False, lasting=True) as logins,
        signed_daily(settings, writer(logins)),
    ):
        stopped.wait()


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """What is set once the process is told to end (SIGTERM, SIGINT)."""
    stopped = threading.Event()
    before = {one: signal.signal(one, lambda *_: stopped.set()) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopped
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def read_note_file(path: Path) -> str:
    """The text of a checkpoint's file. Raises BadInput."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise BadInput(f"{path} cannot be read.") from cause


@contextmanager
def signed_daily(settings: Settings, login: Login) -> Iterator[None]:
    """Sign a checkpoint on every day (UTC) on which there is something new, as long as the block lasts.

    Raises BadInput where the key file cannot be used.
    """
    ended = threading.Event()
    arguments = (login, _keys(settings), ended)
    thread = threading.Thread(target=_sign_daily, args=arguments, name="checkpoints", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _keys(settings: Settings) -> tuple[Signer, ...]:
    if settings.log_key_file is None:
        raise BadInput("Signing needs ALLIMI_LOG_KEY_FILE; `allimi log-key` makes a key.")
    return read_keys(settings.log_key_file, Algorithm.LOG)


def _sign_daily(login: Login, signers: tuple[Signer, ...], ended: threading.Event) -> None:
    signed = None
    while True:
        today = datetime.now(UTC).date()
        if signed != today and _sign(login, signers):
            signed = today
        if ended.wait(LOOK_SECONDS):
            return


def _sign(login: Login, signers: tuple[Signer, ...]) -> bool:
    """Whether there was something to sign; what does not work is tried again."""
    try:
        with publishing(login) as connection:
            signed = sign(connection, signers)
    except GeoError as error:
        _log.error("no checkpoint", exc_info=error)
        return False
    if signed.anew:
        _log.info("checkpoint", size=signed.checkpoint.size)
    return signed.anew
