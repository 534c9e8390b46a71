"""What every template may use: icons, money, discounts and dates written the house's way."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core import money, phones
from core.addresses import closed_text
from core.text import listed

register = template.Library()

NOTHING = "–"


@cache
def _sprite() -> str:
    return static("vendor/icons.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """The icon `name` of the sprite; unread aloud unless a label says what it means."""
    if not label:
        return _silent(name)
    return format_html(
        '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
        label,
        _sprite(),
        name,
    )


@cache
def _silent(name: str) -> SafeString:
    """A page has a hundred of them."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', _sprite(), name
    )


@register.filter
def closed(text: str) -> str:
    """What was typed, as an address may hold it."""
    return closed_text(text)


@register.filter
def yuan(amount: Decimal | int | None) -> str:
    """424,496.80: yuan with grouping and two decimals."""
    return NOTHING if amount is None else f"{money.yuan(amount):,.2f}"


@register.filter
def zhe(multiplier: Decimal | None) -> str:
    """What 0.98 means: 9.8折 in Chinese, "2 % off" elsewhere."""
    if multiplier is None:
        return NOTHING
    if multiplier == 1:
        return gettext("no discount")
    if (get_language() or "").startswith("zh"):
        return f"{_plain(multiplier * 10)}折"
    return gettext("%(percent)s %% off") % {"percent": _plain((1 - multiplier) * 100)}


def percent(share: Decimal) -> str:
    """0.20 is 20 %."""
    return f"{_plain(share * 100)} %"


def _plain(number: Decimal) -> str:
    """The number without idle zeros: 9.80 is 9.8, 10.0 is 10."""
    return f"{number.normalize():f}"


@register.filter
def day(moment: date | None) -> str:
    """2008-05-15, of an aware datetime the local day."""
    if moment is None:
        return NOTHING
    return f"{timezone.localtime(moment) if isinstance(moment, datetime) else moment:%Y-%m-%d}"


@register.filter
def moment(value: datetime | None) -> str:
    """2008-05-15 08:00, local time."""
    return NOTHING if value is None else f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


@register.filter
def happened(value: datetime) -> str:
    """A moment; of what is only known by its day, the day."""
    local = timezone.localtime(value)
    return f"{local:%Y-%m-%d}" if local.time() == time.min else moment(value)


@register.filter
def telephone(number: str) -> str:
    """138 0013 8000."""
    return phones.spoken(number)


register.filter("listed", listed)


@register.filter
def item(mapping: dict[str, object] | None, key: str) -> object:
    """The value of a key that only the template knows."""
    return mapping.get(key) if mapping else None


@register.filter
def grouped(shown: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Menu items under their groups, those of none first, an address once (in its group)."""
    entries = list(shown or ())
    placed = {entry.url for entry in entries if entry.group}
    groups: dict[str, dict[str, Any]] = {"": {}}
    for entry in entries:
        if entry.group or entry.url not in placed:
            groups.setdefault(str(entry.group), {}).setdefault(entry.url, entry)
    return [(group, list(items.values())) for group, items in groups.items() if items]
