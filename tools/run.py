"""`make run`: the whole of Tuoke on one machine, from nothing.

Web server, worker and beat under one process manager, on SQLite and a broker made of files,
unless DATABASE_URL and REDIS_URL name others. PORT and BIND choose the address.
"""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from tools.processes import Processes, die_with_parent

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90.0  # seconds until the web server must have answered
EVERYWHERE = {"0.0.0.0": "localhost", "::": "localhost", "127.0.0.1": "localhost"}  # noqa: S104
DEMO = (
    ("ann, bob", "sales, team 1"),
    ("cai", "sales, team 2"),
    ("lead1, lead2", "leaders of team 1 and team 2"),
    ("manager", "key-account manager"),
    ("planner, brand", "activity planner, brand reviewer"),
    ("director, headoffice", "project director, head office"),
    ("fin1, fin2", "finance"),
    ("law", "compliance officer"),
    ("admin", "administrator"),
)


def address() -> tuple[str, int]:
    """(BIND, PORT) from the environment; ends with a sentence when they make no sense."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(f"PORT is {text!r}: give a number from 1 to 65535.")
    return os.environ.get("BIND") or "127.0.0.1", int(text)


def refuse_taken_port(bind: str, port: int) -> None:
    """Say so at once when somebody else listens there."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            sys.exit(
                f"Port {port} on {bind} cannot be used ({error.strerror}): another program, "
                f"perhaps another `make run`, has it. Choose another: make run PORT={port + 1}"
            )


# Browsers open connections ahead of need, and each that says nothing holds a thread for seconds:
# with eight threads and a few windows everybody waited. A proxy in front sends whole requests only.
THREADS = "32"


def commands(bind: str, port: int) -> dict[str, list[str]]:
    """The programs by name."""
    python = sys.executable
    host = f"[{bind}]" if ":" in bind else bind
    web = [python, "-m", "gunicorn", "config.wsgi:application", "--bind", f"{host}:{port}"]
    web += [
        "--worker-class",
        "gthread",
        "--threads",
        THREADS,
        "--graceful-timeout",
        "8",
        "--no-control-socket",
    ]
    celery = [python, "-m", "celery", "--quiet", "--app", "config"]
    # Processes, not threads: only they can be stopped by the time limits of tasks.
    worker = ["worker", "--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = ["beat", "--schedule", "var/beat", "--pidfile=", "--loglevel", "WARNING"]
    return {"web": web, "worker": [*celery, *worker], "beat": [*celery, *beat]}


def health(bind: str, port: int) -> int:
    """The status /health/ answers with; 0 when nobody answers."""
    host = EVERYWHERE.get(bind, bind)
    connection = http.client.HTTPConnection(host, port, timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/health/", headers={"Host": "localhost"})
        return connection.getresponse().status
    return 0


def announce(bind: str, port: int, processes: Processes, worker: threading.Event) -> None:
    """Wait for the first healthy answer, then say where to look and as whom."""
    deadline = time.monotonic() + PATIENCE
    status = 0
    while time.monotonic() < deadline and not processes.stop_asked.is_set():
        status = health(bind, port)
        if status == 200:
            worker.wait(10)  # it talks while it starts; what we say should stay in sight
            print(welcome(bind, port), flush=True)
            return
        time.sleep(0.2)
    if not processes.stop_asked.is_set():
        print(f"Tuoke is not healthy: /health/ answers {status or 'nothing'}; see above.")


def welcome(bind: str, port: int) -> str:
    """What a newcomer needs to know, and nothing else."""
    shown = EVERYWHERE.get(bind, bind)
    password = os.environ.get("DEMO_PASSWORD") or "tuoke-demo-2008"
    people = "\n".join(f"    {names:<22}{what}" for names, what in DEMO)
    return (
        f"\n  Tuoke is ready at  http://{shown}:{port}/\n\n"
        f"  Sign in as any of these; the password is  {password}\n{people}\n\n"
        "  Ctrl-C stops everything.\n"
    )


def main() -> None:
    """Prepare, start, announce, wait, stop."""
    bind, port = address()
    refuse_taken_port(bind, port)
    os.chdir(ROOT)
    os.environ["PYTHONUNBUFFERED"] = "1"
    print("Preparing the database and the demo …", flush=True)
    try:
        command = [sys.executable, "-m", "tools.prepare"]
        if subprocess.run(command, preexec_fn=die_with_parent()).returncode:
            sys.exit("The preparation failed; see above.")
    except KeyboardInterrupt:
        sys.exit(130)
    processes = Processes(ROOT)
    processes.listen()
    try:
        for name, command in commands(bind, port).items():
            processes.start(name, command)
        told = (bind, port, processes, processes.expect("worker", "ready."))
        processes.show()
        threading.Thread(target=announce, args=told, daemon=True).start()
        ended = processes.wait()
    finally:
        processes.stop_asked.set()
        print("Stopping: the worker finishes what it has begun …", flush=True)
        processes.stop()
    if ended:
        sys.exit(f"{ended} ended by itself (see above), so the rest was stopped too.")
    print("Stopped.")


if __name__ == "__main__":
    main()
