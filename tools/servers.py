"""PostgreSQL and Redis for tests: those named, those found, or ones made for the moment.

In this order: DATABASE_URL and REDIS_URL; what answers on the standard ports and lets us in;
throw-away servers on free loopback ports in a temporary folder, stopped at the end. What cannot
be had is given with the reason. With TUOKE_OWN_SERVERS=1 throw-away ones come before those found:
they are pristine, and twice as fast because they never wait for the disk.
Needs the standard library, and psycopg to knock at PostgreSQL.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tools.processes import die_with_parent

OLDEST_POSTGRESQL = 15
OLDEST_REDIS = 7
EXTENSIONS = {"pg_trgm", "btree_gist", "unaccent"}
PATIENCE = 30.0


@dataclass(frozen=True)
class Found:
    """A server's address, or the reason why there is none; `how` is for people."""

    url: str = ""
    how: str = ""
    reason: str = ""


# --- PostgreSQL ----------------------------------------------------------------------------


def postgresql_trouble(url: str) -> str:
    """Why tests cannot use this server; empty when they can."""
    parts = urlsplit(url)
    admin = parts._replace(scheme="postgresql", path="/postgres").geturl()
    try:
        with psycopg.connect(admin, connect_timeout=3, autocommit=True) as connection:
            if connection.info.server_version < OLDEST_POSTGRESQL * 10_000:
                return f"it is older than PostgreSQL {OLDEST_POSTGRESQL}"
            rows = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
            if missing := EXTENSIONS - {row[0] for row in rows}:
                return f"it lacks the extensions {', '.join(sorted(missing))}"
            name = f"tuoke_probe_{os.getpid()}"
            connection.execute(f'CREATE DATABASE "{name}"')
            connection.execute(f'DROP DATABASE "{name}"')
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return ""


def drop_databases(url: str) -> None:
    """Remove the test databases of this run, which an interrupted run leaves behind."""
    parts = urlsplit(url)
    pattern = f"test_{parts.path.lstrip('/')}%".replace("_", r"\_")
    admin = parts._replace(scheme="postgresql", path="/postgres").geturl()
    with (
        contextlib.suppress(psycopg.Error),
        psycopg.connect(admin, connect_timeout=3, autocommit=True) as connection,
    ):
        query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
        for (name,) in connection.execute(query, [pattern]).fetchall():
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def program(name: str) -> str | None:
    """A server's program: on the PATH or where Debian hides PostgreSQL's, newest first."""
    if path := shutil.which(name):
        return path
    places = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = sorted(places, key=lambda path: int("0" + path.parent.parent.name), reverse=True)
    return str(newest[0]) if newest else None


def free_port() -> int:
    """A loopback port nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def spawned(command: list[str], user: str | None, number: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that ends with this block, by signal `number`, or with this program."""
    identity = {"user": user, "group": user, "extra_groups": []} if user else {}
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(number),
        **identity,  # type: ignore[call-overload]
    )
    try:
        yield child
    finally:
        child.send_signal(number)
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def temporary_folder(user: str | None) -> Iterator[Path]:
    """A folder only `user` may read, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="tuoke-"))
    if user:
        shutil.chown(folder, user, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def until(trouble: Callable[[], str], child: subprocess.Popen[bytes]) -> str:
    """Wait until `trouble` is gone; what is left of it when patience or the server ends."""
    deadline = time.monotonic() + PATIENCE
    while (last := trouble()) and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    return last


QUICK = (  # a throw-away cluster may lose everything at any time
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "shared_buffers=128MB",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
)


def initialise(initdb: str, data: Path, user: str | None) -> str:
    """Make an empty cluster in `data`; why it failed, or nothing."""
    command = [initdb, "-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8"]
    command += ["--locale=C.UTF-8", "--no-sync"]
    try:
        subprocess.run(command, check=True, capture_output=True, user=user, cwd="/")
    except (subprocess.CalledProcessError, OSError, LookupError, ValueError) as error:
        return f"initdb failed: {_last_line(error)}"
    return ""


@contextmanager
def own_postgresql() -> Iterator[Found]:
    """A throw-away cluster on a free port."""
    initdb = program("initdb")
    if not initdb:
        yield Found(reason="no server lets us in and none is installed (apt install postgresql)")
        return
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    with temporary_folder(user) as folder, ExitStack() as stack:
        data, port = folder / "data", free_port()
        if trouble := initialise(initdb, data, user):
            yield Found(reason=trouble)
            return
        postgres = str(Path(initdb).resolve().with_name("postgres"))
        run = [postgres, "-D", str(data), "-p", str(port), "-k", str(folder)]
        run += [part for setting in QUICK for part in ("-c", setting)]
        url = f"postgres://postgres@127.0.0.1:{port}/tuoke"
        child = stack.enter_context(spawned(run, user, signal.SIGINT))
        trouble = until(lambda: postgresql_trouble(url), child)
        yield Found(reason=f"the own server: {trouble}") if trouble else Found(url, "made for this")


def _last_line(error: Exception) -> str:
    output = getattr(error, "stderr", None) or str(error).encode()
    lines: list[str] = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else type(error).__name__


@contextmanager
def standard_postgresql() -> Iterator[Found]:
    """What answers on PostgreSQL's port, with a database name of this run's own."""
    url = f"postgres://postgres@127.0.0.1:5432/tuoke_{os.getpid()}"
    if trouble := postgresql_trouble(url):
        yield Found(reason=f"port 5432: {trouble}")
        return
    try:
        yield Found(url, "found on port 5432")
    finally:
        drop_databases(url)


@contextmanager
def first_of(*ways: Callable[[], AbstractContextManager[Found]]) -> Iterator[Found]:
    """The first server to be had; without any, the last reason."""
    with ExitStack() as stack:
        found = Found()
        for way in ways:
            found = stack.enter_context(way())
            if found.url:
                break
        yield found


def in_order(
    standard: Callable[[], AbstractContextManager[Found]],
    own: Callable[[], AbstractContextManager[Found]],
) -> AbstractContextManager[Found]:
    """Those found before those made, unless the environment wants it the other way."""
    own_first = os.environ.get("TUOKE_OWN_SERVERS") == "1"
    return first_of(own, standard) if own_first else first_of(standard, own)


@contextmanager
def postgresql() -> Iterator[Found]:
    """A PostgreSQL for tests."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        trouble = postgresql_trouble(given)
        yield Found(reason=f"DATABASE_URL: {trouble}") if trouble else Found(given, "DATABASE_URL")
        return
    with in_order(standard_postgresql, own_postgresql) as found:
        yield found


# --- Redis ---------------------------------------------------------------------------------


def redis_says(host: str, port: int, command: str) -> str:
    """The raw answer to one command; empty when nobody answers."""
    with (
        contextlib.suppress(OSError),
        socket.create_connection((host, port), timeout=2) as connection,
    ):
        connection.sendall(f"{command}\r\nQUIT\r\n".encode())
        parts = []
        while chunk := connection.recv(65536):
            parts.append(chunk)
        return b"".join(parts).decode(errors="replace")
    return ""


def redis_trouble(host: str, port: int) -> str:
    """Why tests cannot use this server; empty when they can."""
    answer = redis_says(host, port, "INFO server")
    if not answer:
        return "nobody answers"
    if "redis_version:" not in answer:
        return answer.splitlines()[0].lstrip("-")
    version = answer.split("redis_version:", 1)[1].split()[0]
    return "" if int(version.split(".")[0]) >= OLDEST_REDIS else f"it is Redis {version}"


def unused_redis_database(host: str, port: int) -> int | None:
    """A numbered database of the server that holds nothing, so nobody's data is in danger."""
    used = redis_says(host, port, "INFO keyspace")
    return next((number for number in range(15, 0, -1) if f"db{number}:" not in used), None)


@contextmanager
def own_redis() -> Iterator[Found]:
    """A throw-away Redis that keeps nothing on disk."""
    server = program("redis-server")
    if not server:
        yield Found(reason="no server answers and none is installed (apt install redis-server)")
        return
    with temporary_folder(None) as folder:
        port = free_port()
        command = [server, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        command += ["--save", "", "--appendonly", "no"]
        with spawned(command, None, signal.SIGTERM) as child:
            trouble = until(lambda: redis_trouble("127.0.0.1", port), child)
            url = f"redis://127.0.0.1:{port}/0"
            yield (
                Found(reason=f"the own server: {trouble}")
                if trouble
                else Found(url, "made for this")
            )


@contextmanager
def standard_redis() -> Iterator[Found]:
    """What answers on Redis' port, in a numbered database that is empty."""
    trouble = redis_trouble("127.0.0.1", 6379)
    number = None if trouble else unused_redis_database("127.0.0.1", 6379)
    if number is None:
        yield Found(reason=f"port 6379: {trouble or 'none of its databases is empty'}")
        return
    yield Found(f"redis://127.0.0.1:6379/{number}", "found on port 6379")


@contextmanager
def redis() -> Iterator[Found]:
    """A Redis for tests."""
    given = os.environ.get("REDIS_URL", "")
    if given:
        parts = urlsplit(given)
        # A password or TLS is between the URL and the client library; only look whether it is up.
        plain = parts.scheme == "redis" and not parts.password
        trouble = redis_trouble(parts.hostname or "", parts.port or 6379) if plain else ""
        yield Found(reason=f"REDIS_URL: {trouble}") if trouble else Found(given, "REDIS_URL")
        return
    with in_order(standard_redis, own_redis) as found:
        yield found


if __name__ == "__main__":  # python -m tools.servers: look what there is
    with postgresql() as database, redis() as broker:
        print("PostgreSQL:", database.url or database.reason, database.how)
        print("Redis:", broker.url or broker.reason, broker.how)
