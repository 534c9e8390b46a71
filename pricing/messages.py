"""What pricing puts into the inbox (P5). No personal data but the home's number and the unit."""

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.services.notifications import notify
from core.abilities import Role
from core.templatetags.tuoke import yuan, zhe
from pricing.models import LedgerEntry, PriceChange, Purchase
from units.models import Unit


def prices_changed(unit: Unit, changes: Iterable[PriceChange]) -> None:
    """Tell each salesperson once which prices of the unit changed."""
    by_owner: dict[int, list[PriceChange]] = {}
    for change in changes:
        by_owner.setdefault(change.purchase.owner_id, []).append(change)
    for owner_id, mine in by_owner.items():
        notify(
            user_ids=[owner_id],
            kind="price_changed",
            key=f"{unit.pk}:{mine[0].pk}",
            title=lambda mine=mine: _title(unit, mine),  # type: ignore[misc]
            body=lambda mine=mine: "\n".join(_line(change) for change in mine),  # type: ignore[misc]
            url=f"{reverse('purchase_list')}?unit={unit.pk}",
        )


def _title(unit: Unit, changes: list[PriceChange]) -> str:
    return ngettext(
        "%(unit)s: %(count)d price changed (%(discount)s)",
        "%(unit)s: %(count)d prices changed (%(discount)s)",
        len(changes),
    ) % {"unit": unit, "count": len(changes), "discount": zhe(changes[0].now_multiplier)}


def _line(change: PriceChange) -> str:
    return f"{change.purchase.home}: {yuan(change.was)} → {yuan(change.now)}"


def discount_lost(purchase: Purchase, *, homes: int, repriced: int) -> None:
    """Tell the project's managers that a unit fell below its number of homes."""
    notify(
        user_ids=_managers(purchase.project_id),
        kind="discount_lost",
        key=str(purchase.pk),
        title=lambda: _("%(unit)s lost its group discount") % {"unit": purchase.unit},
        body=lambda: (
            _(
                "%(homes)d homes are left after a cancellation. Unsigned prices changed back: "
                "%(repriced)d. Signed prices stay as they are."
            )
            % {"homes": homes, "repriced": repriced}
        ),
        url=f"{reverse('purchase_list')}?unit={purchase.unit_id}",
    )


def money_reversed(entry: LedgerEntry, amount: Decimal) -> None:
    """Tell the project's managers that a received amount was taken back."""
    purchase = entry.purchase
    notify(
        user_ids=_managers(purchase.project_id),
        kind="entry_reversed",
        key=str(entry.pk),
        title=lambda: (
            _("%(home)s: %(kind)s of %(amount)s yuan reversed")
            % {"home": purchase.home, "kind": entry.get_kind_display(), "amount": yuan(amount)}
        ),
        body=entry.note,
        url=purchase.get_absolute_url(),
    )


def _managers(project_id: int) -> Iterable[int]:
    return User.objects.filter(role=Role.MANAGER, projects=project_id, is_active=True).values_list(
        "pk", flat=True
    )
