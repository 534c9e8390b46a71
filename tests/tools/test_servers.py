"""Who looks for servers hears why there is none."""

from contextlib import closing
from socket import socket

import pytest

from tools import servers


def test_a_port_where_nobody_listens_is_trouble_with_a_reason() -> None:
    port = servers.free_port()
    assert servers.redis_trouble("127.0.0.1", port) == "nobody answers"
    assert "refused" in servers.postgresql_trouble(f"postgres://postgres@127.0.0.1:{port}/x")


def test_a_named_database_that_does_not_answer_is_never_replaced_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = f"postgres://postgres@127.0.0.1:{servers.free_port()}/x"
    monkeypatch.setenv("DATABASE_URL", url)
    with servers.postgresql() as found:
        assert not found.url
        assert found.reason.startswith("DATABASE_URL: ")


def test_a_free_port_is_free() -> None:
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", servers.free_port()))
