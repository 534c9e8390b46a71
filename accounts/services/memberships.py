"""Who belongs to which team from when: a new membership ends the one before."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Team, User
from accounts.signals import team_changed
from core import audit
from core.errors import DomainError


@transaction.atomic
def membership_start(
    *, user_id: int, team_id: int, starts_on: date, leader: bool = False, by: User
) -> Membership:
    """Put a person into a team from a day on; the earlier membership ends the day before.

    One that began on that very day is corrected instead. DomainError when a later one exists, the
    person has left, or the team belongs to a project the person does not work for.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    team = Team.objects.select_related("project").get(pk=team_id)
    _check_may_join(user, team)
    _check_nothing_later(user, starts_on)
    membership = _same_day(user, starts_on) or Membership(user=user, starts_on=starts_on)
    membership.team, membership.leader = team, leader
    _end_before(user, starts_on)
    _save(membership)
    audit.record(
        "accounts.membership.started",
        membership,
        by=by,
        user=user_id,
        team=team_id,
        starts_on=starts_on,
        leader=leader,
    )
    team_changed.send(sender=Membership, user=user, team=team, by=by, day=starts_on)
    return membership


@transaction.atomic
def membership_end(*, membership_id: int, ends_on: date, by: User) -> Membership:
    """End a membership with `ends_on` as its last day."""
    locked = Membership.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    membership: Membership = locked.get(pk=membership_id)
    if membership.ends_on is not None and membership.ends_on <= ends_on:
        raise DomainError(_("This membership has ended already. Reload the page."))
    if ends_on < membership.starts_on:
        raise DomainError(
            _("The last day lies before the first. Choose a later one."), field="ends_on"
        )
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    audit.record("accounts.membership.ended", membership, by=by, ends_on=ends_on)
    team_changed.send(
        sender=Membership, user=membership.user, team=None, by=by, day=ends_on + timedelta(days=1)
    )
    return membership


def end_all(user: User, last_day: date, *, by: User) -> int:
    """End what is open and drop what had not begun by `last_day`; the caller holds the user."""
    for membership in user.memberships.filter(starts_on__gt=last_day):
        audit.record(
            "accounts.membership.dropped",
            membership,
            by=by,
            team=membership.team_id,
            starts_on=membership.starts_on,
        )
        membership.delete()
    ended: int = user.memberships.open_after(last_day).update(ends_on=last_day)
    return ended


def _check_may_join(user: User, team: Team) -> None:
    if not user.is_active:
        raise DomainError(_("This person has left. Choose somebody else."), field="user")
    if not user.projects.filter(pk=team.project_id).exists():
        raise DomainError(
            _("This person does not work for %(project)s. Add the project first.")
            % {"project": team.project},
            field="team_id",
        )


def _check_nothing_later(user: User, starts_on: date) -> None:
    later = user.memberships.filter(starts_on__gt=starts_on).order_by("starts_on").first()
    if later:
        raise DomainError(
            _("A membership from %(day)s is entered already. Choose that day or a later one.")
            % {"day": later.starts_on},
            field="starts_on",
        )


def _same_day(user: User, starts_on: date) -> Membership | None:
    return user.memberships.filter(starts_on=starts_on).first()


def _end_before(user: User, starts_on: date) -> None:
    last_day = starts_on - timedelta(days=1)
    earlier = user.memberships.filter(starts_on__lt=starts_on)
    earlier.open_after(last_day).update(ends_on=last_day)


def _save(membership: Membership) -> None:
    """The database has the last word on overlaps."""
    try:
        with transaction.atomic():
            membership.ends_on = None
            membership.save()
    except IntegrityError as error:
        raise DomainError(
            _("This overlaps another membership of the same person. Choose another day.")
        ) from error
