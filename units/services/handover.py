"""Everything of a leaver given on in one deed, all of it or nothing (U5).

What there is to give on stands in `units.holdings`, where every app registers its own. Rows are
moved by kind and not one by one, so five thousand units cost as many queries as five.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.services.notifications import Message, notify, notify_each
from core import audit
from core.abilities import Role
from core.errors import DomainError
from units.holdings import Holding, Move, all_holdings
from units.models import Handover, OwnershipShare
from units.selectors.handover import Pile, counted, held_by
from units.services.ownership import may_follow, team_today

BATCH = 1000


@transaction.atomic
def handover(*, leaver_id: int, receivers: Mapping[str, int], by: User) -> Handover:
    """Give everything `leaver_id` holds in the projects of `by` to the receivers.

    `receivers` names a person for each pile (`Pile.key`: project and team), or for all ("").
    What is done stays the leaver's; who owned what until now is frozen for later commissions.
    """
    _lock_people({leaver_id, *receivers.values()})
    leaver = User.objects.get(pk=leaver_id)
    if leaver.pk == by.pk:
        raise DomainError(_("Ask another manager: nobody gives on what is their own."))
    piles = held_by(leaver, by.project_ids)
    if not piles:
        raise DomainError(_("This person follows nothing any more. Reload the page."))
    deed = Handover.objects.create(leaver=leaver, by=by, at=timezone.now(), counts=counted(piles))
    told: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for pile in piles:
        receiver, team_id = _receiver(pile, leaver, receivers)
        _move_pile(pile, _move(deed, pile, receiver, team_id))
        told[receiver.pk].update(pile.counts)
    audit.record("units.handover", leaver, by=by, handover=deed.pk, counts=deed.counts)
    _tell(deed, told)
    return deed


@transaction.atomic
def handover_wanted(*, user: User, by: User) -> int:
    """Somebody has left: the managers are told what waits for a new owner."""
    projects = user.projects.values_list("pk", flat=True)
    total = sum(sum(pile.counts.values()) for pile in held_by(user, frozenset(projects)))
    if not total:
        return 0
    managers = User.objects.filter(role=Role.MANAGER, is_active=True, projects__in=projects)
    return notify(
        user_ids=managers.values_list("pk", flat=True),
        kind="units.handover.wanted",
        key=f"{user.pk}:{user.left_on}",
        title=lambda: _("%(name)s has left: hand over what they followed") % {"name": user},
        body=gettext_lazy("Choose who goes on with their units, customers and purchases."),
        url=reverse("handover", args=[user.pk]),
        by=by,
    )


def _lock_people(keys: set[int]) -> None:
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=keys)
    list(rows.order_by("pk").values_list("pk"))


def _receiver(pile: Pile, leaver: User, receivers: Mapping[str, int]) -> tuple[User, int]:
    """Whom the pile goes to, and their team in its project."""
    key = receivers.get(pile.key) or receivers.get("", 0)
    receiver = User.objects.filter(pk=key).first()
    if receiver is None:
        raise DomainError(_("Choose who receives what belongs to %(team)s.") % {"team": pile.label})
    team_id = team_today(receiver, pile.project_id)
    if receiver.pk == leaver.pk or team_id is None or not may_follow(receiver):
        raise DomainError(
            _("%(name)s cannot receive this: choose a colleague who is in a team of the project.")
            % {"name": receiver}
        )
    return receiver, team_id


def _move(deed: Handover, pile: Pile, receiver: User, team_id: int) -> Move:
    return Move(
        leaver_id=deed.leaver_id,
        from_team_id=pile.team_id,
        receiver_id=receiver.pk,
        to_team_id=team_id,
        by=deed.by,
        at=deed.at,
        handover_id=deed.pk,
    )


def _move_pile(pile: Pile, move: Move) -> None:
    """Kind by kind, each under its rows' locks in the order of the keys."""
    for holding in all_holdings():
        if holding.name in pile.counts:
            rows = pile.rows(holding, move.leaver_id)
            locked = rows.select_for_update(no_key=True, of=("self",)).order_by("pk")
            keys = list(locked.values_list("pk", flat=True))
            if holding.shared:
                _freeze(holding, keys, rows, move)
            holding.move(rows, move)


def _freeze(holding: Holding, keys: list[int], rows: QuerySet[Any], move: Move) -> None:
    kind = rows.model._meta.label_lower
    OwnershipShare.objects.bulk_create(
        (
            OwnershipShare(
                handover_id=move.handover_id,
                subject_type=kind,
                subject_id=key,
                owner_id=move.leaver_id,
                team_id=move.from_team_id,
                to_owner_id=move.receiver_id,
                until=move.at,
            )
            for key in keys
        ),
        batch_size=BATCH,
    )


def _tell(deed: Handover, told: Mapping[int, Counter[str]]) -> None:
    labels = {holding.name: holding.label for holding in all_holdings()}
    notify_each(
        kind="units.handover",
        key=str(deed.pk),
        messages={
            receiver_id: _received(deed, counts, labels) for receiver_id, counts in told.items()
        },
        by=deed.by,
    )


def _received(deed: Handover, counts: Counter[str], labels: Mapping[str, Any]) -> Message:
    def title() -> str:
        total = counts.total()
        return ngettext(
            "%(count)d thing of %(name)s is yours now",
            "%(count)d things of %(name)s are yours now",
            total,
        ) % {"count": total, "name": deed.leaver}

    def body() -> str:
        return "\n".join(f"{labels[name]}: {count}" for name, count in counts.items())

    return Message(title, body, reverse("unit_list"))
