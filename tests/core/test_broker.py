"""The file broker of a bare machine: no message is seen before it is whole."""

import json
import os
from pathlib import Path
from queue import Empty
from typing import Any
from unittest import mock

import pytest
from kombu import Connection
from kombu.transport import filesystem

from config.broker import Transport


def connection(folder: Path, transport: Any) -> Connection:
    """A broker of its own in `folder`."""
    for name in ("queue", "control"):
        (folder / name).mkdir()
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
    }
    return Connection(transport=transport, transport_options=options)


def seen_while_writing(folder: Path, transport: Any) -> list[str]:
    """The messages a consumer would find at the moment their text is made."""
    found: list[str] = []

    def dumps(payload: Any) -> str:
        found.extend(name for name in os.listdir(folder / "queue") if name.endswith(".bell.msg"))
        return json.dumps(payload)

    module = transport.Channel.__module__
    with connection(folder, transport) as broker, mock.patch(f"{module}.dumps", dumps):
        channel: Any = broker.default_channel
        channel._put("bell", {"ring": 1})
    return found


def test_a_message_is_not_seen_before_it_is_whole(tmp_path: Path) -> None:
    assert seen_while_writing(tmp_path, Transport) == []


def test_twin_kombus_own_transport_shows_an_empty_message(tmp_path: Path) -> None:
    assert len(seen_while_writing(tmp_path, filesystem.Transport)) == 1


@pytest.mark.parametrize("transport", [Transport, filesystem.Transport])
def test_what_was_put_comes_out_and_nothing_is_left(tmp_path: Path, transport: Any) -> None:
    with connection(tmp_path, transport) as broker:
        channel: Any = broker.default_channel
        for number in range(3):
            channel._put("bell", {"ring": number})
        got = [channel._get("bell")["ring"] for _number in range(3)]
        with pytest.raises(Empty):
            channel._get("bell")
    assert sorted(got) == [0, 1, 2]
    assert os.listdir(tmp_path / "queue") == []
