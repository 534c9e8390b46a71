"""The Celery application and its whole schedule. Its settings are the CELERY_… in settings.py.

A queue is not a record: rows in the database are the truth and tasks are doorbells. Hence one
entry in the schedule, and it may ring twice or late without harm.
"""

import os

from celery import Celery
from django.conf import settings

from config.broker import install

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
install()

app = Celery("tuoke")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def schedule(seconds: float) -> dict[str, dict[str, object]]:
    """The beat's entries, with the doorbell every `seconds`."""
    return {
        # The doorbell: works every job, message and deadline that is due by the times kept in
        # the database. A ring nobody answered expires before the next one.
        "ring": {
            "task": "core.tasks.ring",
            "schedule": seconds,
            "options": {"expires": seconds},
        },
    }


@app.on_after_configure.connect
def _schedule(sender: Celery, **kwargs: object) -> None:
    sender.conf.beat_schedule = schedule(settings.DOORBELL_SECONDS)
