"""The doorbell: one task, rung by beat each minute and by a service that has work to do at once."""

import logging
from typing import Any

from celery import current_app, shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import jobs

log = logging.getLogger(__name__)

# A broker that does not answer is left alone after about a second: the next ring comes anyway.
_IN_A_HURRY = {
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "connect_retries_timeout": 1,
}


@shared_task(name="core.tasks.ring")
def ring() -> int:
    """Work what is due; how often it is rung makes no difference."""
    return jobs.work(timezone.now())


def press() -> None:
    """Ring after the present transaction has committed. Never breaks the page."""
    transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, **_IN_A_HURRY}
    try:
        with current_app.connection_for_write(
            connect_timeout=1, transport_options=options
        ) as connection:
            how: dict[str, Any] = {
                "connection": connection,
                "retry": False,
                "expires": settings.DOORBELL_SECONDS,
            }
            ring.apply_async(**how)
    except Exception as error:
        log.warning("the doorbell could not be rung: %s", error)
