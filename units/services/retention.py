"""Forgetting people nobody deals with: proposed by the rule, confirmed by compliance (L1)."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, states
from core.commands import execute
from core.errors import DomainError
from units.models import Contact, RetentionRun
from units.selectors.retention import forgettable, proposal
from units.services.erasure import contact_erase
from units.states import RETENTION_TRANSITIONS, RetentionState

log = logging.getLogger(__name__)
CHUNK = 50


@transaction.atomic
def retention_confirm(*, project_id: int, people: Sequence[int], by: User) -> RetentionRun:
    """Let the proposed people be erased by the worker; `people` are those that were shown.

    DomainError where others have come in or gone out meanwhile: nobody confirms unseen.
    """
    if project_id not in by.project_ids:
        raise DomainError(_("This project is not one of yours."))
    now = proposal(project_id, timezone.localdate())
    if now.keys != list(people):
        raise DomainError(_("The proposal has changed meanwhile. Look at it again."))
    if not now.keys:
        raise DomainError(_("There is nobody to be erased."))
    run = RetentionRun(
        project_id=project_id,
        cutoff=now.cutoff,
        people=now.keys,
        proposed=len(now.keys),
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError:
        raise DomainError(_("An erasure is under way. Wait until it is done.")) from None
    states.note(run, "", by=by, at=run.confirmed_at)
    audit.record("units.retention.confirmed", run, by=by, cutoff=now.cutoff, people=run.people)
    return run


def work_retention(now: datetime) -> int:
    """One chunk of every confirmed run; killed half-way, the next ring goes on where it stood."""
    runs = RetentionRun.objects.filter(state=RetentionState.CONFIRMED)
    return sum(_work_one(run) for run in runs.select_related("confirmed_by").order_by("pk"))


def _work_one(run: RetentionRun) -> int:
    """The next of the people; who was dealt with since they were shown stays."""
    keys = [key for key in run.people if key > run.position][:CHUNK]
    left_alone = forgettable([run.project_id], run.cutoff).filter(pk__in=keys)
    erased = sum(
        _forgotten(key, run.confirmed_by) for key in left_alone.values_list("pk", flat=True)
    )
    execute(_retention_note, by=run.confirmed_by, run_id=run.pk, keys=keys)
    return erased


def _forgotten(contact_id: int, by: User) -> bool:
    """Erased in a transaction of its own; who cannot be erased now stays."""
    try:
        execute(contact_erase, by=by, contact_id=contact_id)
    except DomainError:
        log.warning("contact %d could not be erased", contact_id)
        return False
    return True


@transaction.atomic
def _retention_note(*, run_id: int, keys: list[int], by: User) -> RetentionRun:
    """How far it has come; nobody left is the end."""
    run: RetentionRun = RetentionRun.objects.select_for_update().get(pk=run_id)
    # Counted, not added up: a worker that was killed has erased some without noting it.
    gone = Contact.everything.filter(pk__in=run.people, erased_at__gte=run.confirmed_at)
    run.erased = gone.count()
    if keys:
        run.position = max(run.position, keys[-1])
        run.save(update_fields=["erased", "position"])
    elif run.state == RetentionState.CONFIRMED:
        run.finished_at = timezone.now()
        states.advance(
            run,
            RetentionState.DONE,
            by=by,
            transitions=RETENTION_TRANSITIONS,
            fields=["erased", "finished_at"],
        )
    return run
