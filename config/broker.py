"""Celery's file broker without its one fault: a message is seen only when it is whole.

The transport opens a file under the name its consumers look for and then writes. A worker that
looks in between reads nothing, and ends. Here the file is written under another name and moved.
"""

import os
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Writes, then shows."""

    def _put(  # type: ignore[override]  # as the transport itself has it
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        """Put a message into the queue's folder in one step."""
        base = os.path.join(self.data_folder_out, f"{round(monotonic() * 1000)}_{uuid4()}")
        try:
            with open(f"{base}.part", "wb") as file:
                file.write(str_to_bytes(dumps(payload)))
            os.replace(f"{base}.part", f"{base}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {self.data_folder_out!r}") from error


class Transport(filesystem.Transport):
    """The transport of filesystem:// from now on."""

    Channel = Channel


def install() -> None:
    """Let filesystem:// mean ours."""
    TRANSPORT_ALIASES["filesystem"] = "config.broker:Transport"
