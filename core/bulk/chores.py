"""What the worker does for actions on many rows."""

import logging
import time
from datetime import datetime

from core.bulk.services import bulk_work, speaking
from core.bulk.states import WAITING, WORKING
from core.commands import execute
from core.errors import DomainError
from core.jobs import every_ring
from core.models import BulkJob
from core.tasks import press

log = logging.getLogger(__name__)

AT_A_RING = 20.0  # seconds; then the other jobs of the ring have their turn


@every_ring("core.bulk")
def work_bulk(now: datetime) -> int:
    """Work every job that is open, the oldest first, a while each ring; returns the steps."""
    until = time.monotonic() + AT_A_RING
    open_jobs = BulkJob.objects.filter(state__in=(WAITING, WORKING))
    jobs = list(open_jobs.select_related("by").order_by("pk"))
    steps = sum(_work(job, until) for job in jobs)
    if time.monotonic() >= until:
        press()
    return steps


def _work(job: BulkJob, until: float) -> int:
    """Step by step, each its own transaction, until the job ends, is taken or the time is up."""
    steps, state = 0, WORKING
    with speaking(job.by):
        while state == WORKING and time.monotonic() < until:
            try:
                state = execute(bulk_work, job_id=job.pk, by=job.by)
            except DomainError:  # a row is locked elsewhere: the next ring tries again
                log.info("bulk %d waits for a row", job.pk)
                break
            steps += bool(state)
    return steps
