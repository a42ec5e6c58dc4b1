"""The private cluster: made, started, attached to and stopped."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from geo.cluster import settings
from geo.cluster.account import Account, in_lasting_thread
from geo.cluster.binaries import find_binaries
from geo.cluster.errors import DataFolderInUse
from geo.cluster.folder import DataFolderLock, make_data_dir
from geo.cluster.guests import Guests
from geo.cluster.postmaster import Postmaster, forgive_stale_pids, wait_until_gone
from geo.cluster.sockets import socket_dir
from geo.errors import ClusterError

SUPERUSER = "allimi"
DATABASE = "allimi"
_START_SECONDS = 60.0  # a crash recovery may take a while
_STOP_SECONDS = 30.0
GUESTS_SECONDS = 5.0
"""How long a lasting program, which is told to end, waits for others that use its server."""


class Cluster:
    """A PostgreSQL server of our own on `data_dir/pg`, reached by a unix socket only.

    The first program on a data folder owns the server and stops it, when others that attached to it have ended. On
    Linux the server also stops when its owner is killed. `durable=False` is for throwaway test data. Nobody waits for
    a `lasting` program, which starts the server again by `ensure`, and it waits for others a moment only.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, lasting: bool = False) -> None:
        self.data_dir = data_dir.absolute()
        self.pgdata = self.data_dir / "pg"
        self.durable, self.lasting = durable, lasting
        self.started_by_us = False
        self.attached = False
        self._owner, self._guests = DataFolderLock(self.data_dir, "cluster.lock"), Guests(self.data_dir)
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_dir: Path | None = None

    def start(self) -> None:
        """Start the server, or attach to the one that runs; make the cluster and its database first.

        Call it from the main thread: Linux stops the server when the thread that started it ends.
        Raises BinariesMissing, WrongMajorVersion, DataFolderInUse or another ClusterError.
        """
        make_data_dir(self.data_dir)
        deadline = time.monotonic() + _START_SECONDS
        try:
            while not (self._attach_or_launch() and self._answers()):
                self._wait_a_little(deadline)
        except BaseException:
            self.stop()
            raise

    def ensure(self) -> None:
        """Start the server again if it is gone, as when the program that owned it has ended.

        Off the main thread, call it from a daemon thread that lives as long as the program: on Linux the server is
        tied to the thread that starts it.
        """
        running = Postmaster.of(self.pgdata)
        if running is None or running.status != "ready":
            self.start()

    def stop(self) -> None:
        """Stop the server if it is ours: sessions end, transactions in flight roll back."""
        if self.started_by_us:
            try:
                self._guests.shut_out(GUESTS_SECONDS if self.lasting else None)
            finally:
                self._stop_server()
        self._owner.release()
        self._guests.leave()
        self.started_by_us = self.attached = False

    def url(self, database: str = DATABASE, user: str = SUPERUSER) -> str:
        """The address of a database for libpq and asyncpg."""
        if self._socket_dir is None:
            raise ClusterError("The private database is not running.")
        place = quote(str(self._socket_dir), safe="/")
        return f"postgresql://{quote(user, safe='')}@/{quote(database, safe='')}?host={place}&port={settings.PORT}"

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database, empty or as a copy of `template` (about 25 ms in a throwaway cluster)."""
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            statement += sql.SQL(" TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(template))
        self._administer(statement)

    def _wait_a_little(self, deadline: float) -> None:
        if time.monotonic() > deadline:
            raise DataFolderInUse(
                f"Process {self._owner.holder()} has the data folder {self.data_dir}, but its database does not answer."
            )
        time.sleep(0.02)

    def _attach_or_launch(self) -> bool:
        return self._launch() if self._owner.try_acquire() else self._attach()

    def _attach(self) -> bool:
        """Use the server that runs; one that is being stopped is waited for."""
        running = self._ready() if self.lasting or self._guests.enter() else None
        if running is None:
            self._guests.leave()
        else:
            self.attached, self._socket_dir = True, running.socket_dir
        return running is not None

    def _ready(self) -> Postmaster | None:
        running = Postmaster.of(self.pgdata)
        return running if running is not None and running.status == "ready" else None

    def _launch(self) -> bool:
        """Start the server; one that has lost its owner ends first, as most often it is about to anyway."""
        if self.started_by_us and self._ready():
            return True
        self._guests.leave()
        self._stop_server()
        account = Account()
        account.must_reach(self.data_dir)
        binaries = find_binaries(self._major())
        if not self.pgdata.exists():
            self._initdb(binaries, account)
        return self._spawn(binaries, account)

    def _major(self) -> int | None:
        """The major version that made the data folder; none when there is no cluster yet."""
        try:
            return int((self.pgdata / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None

    def _initdb(self, binaries: Path, account: Account) -> None:
        # Made beside its place and moved there when whole, so that a kill leaves no half cluster.
        unfinished = self.data_dir / "pg.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        account.own(unfinished)
        options = ["-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-instructions"]
        options += ["--data-checksums"] if self.durable else ["--no-sync"]
        done = account.run([binaries / "initdb", "-D", unfinished, *options])
        if done.returncode != 0:
            raise ClusterError(f"The private database could not be made in {self.data_dir}:\n{done.stdout.strip()}")
        unfinished.rename(self.pgdata)

    def _spawn(self, binaries: Path, account: Account) -> bool:
        """Start the server; false when sessions of one that was killed are still ending."""
        sockets = socket_dir(self.data_dir, account)
        forgive_stale_pids(self.pgdata / "postmaster.pid", sockets / f".s.PGSQL.{settings.PORT}.lock")
        command: list[str | Path] = [binaries / "postgres", "-D", self.pgdata]
        command += settings.options(sockets, durable=self.durable)
        with (self.data_dir / "pg.start.log").open("wb") as output:
            self._process = account.spawn(command, output, tied=in_lasting_thread())
        self.started_by_us, self.attached, self._socket_dir = True, False, sockets
        return self._becomes_ready(self._process)

    def _becomes_ready(self, process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while self._ready() is None:
            if process.poll() is not None:
                said = self._last_words()
                if "pre-existing shared memory block" in said:
                    return False
                raise ClusterError(f"The private database did not start:\n{said}")
            if time.monotonic() > deadline:
                raise ClusterError(
                    f"The private database is not ready after {_START_SECONDS:.0f} s; see {self._log()}."
                )
            time.sleep(0.005)
        return True

    def _last_words(self) -> str:
        """The end of what the server said, first on its way up and then in its log."""
        files = (self.data_dir / "pg.start.log", self._log())
        return "\n".join(_tail(file) for file in files if file.is_file())

    def _log(self) -> Path:
        logs = sorted((self.pgdata / "log").glob("server-*.log"), key=lambda file: file.stat().st_mtime)
        return logs[-1] if logs else self.pgdata / "log"

    def _stop_server(self) -> None:
        if not self._ends_by(signal.SIGINT if self.durable else signal.SIGQUIT):
            self._ends_by(signal.SIGQUIT)
        if self._socket_dir is not None:
            with suppress(OSError):
                self._socket_dir.rmdir()
            self._socket_dir = None

    def _ends_by(self, number: signal.Signals) -> bool:
        """Send the server the signal (INT is fast, QUIT immediate); say whether it has ended."""
        if self._process is not None:
            self._process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_STOP_SECONDS)
                self._process = None
        elif running := Postmaster.of(self.pgdata):
            running.signal(number)
        return self._process is None and wait_until_gone(self.pgdata, _STOP_SECONDS)

    def _answers(self) -> bool:
        """Whether the server takes sessions (one that we attached to may be ending); makes the database."""
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=10) as connection:
                known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        except psycopg.OperationalError:
            return False
        if known is None and self.started_by_us:
            self.create_database(DATABASE)
        return known is not None or self.started_by_us

    def _administer(self, statement: sql.Composed) -> None:
        with self._administrator() as connection:
            connection.execute(statement)

    @contextmanager
    def _administrator(self) -> Iterator[psycopg.Connection]:
        try:
            with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=10) as connection:
                yield connection
        except psycopg.OperationalError as error:
            raise ClusterError(f"The private database does not answer: {error}") from error

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _tail(file: Path, lines: int = 5) -> str:
    return "\n".join(file.read_text(errors="replace").splitlines()[-lines:])
