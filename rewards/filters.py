"""What the lists can be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import DayRangeFilter, FilterSet, SearchFilter
from rewards.models import Conversion, Hold, Method, Reclaim, Reward, TaxPayer, Voucher
from rewards.models.reward import REWARD_STATES
from rewards.models.voucher import VOUCHER_STATES
from rewards.reasons import LABELS
from units.filters.choices import teams_of
from units.models import Contact, Unit
from units.search import person_named, unit_named


def rewarded_units(request: Any) -> Any:
    """Units with a reward the person may see."""
    return Unit.objects.filter(rewards__in=Reward.objects.visible_to(request.user)).distinct()


def discounted_units(request: Any) -> Any:
    """Units with a discount the person may see."""
    return Unit.objects.filter(
        conversions__in=Conversion.objects.visible_to(request.user)
    ).distinct()


def paid_people(request: Any) -> Any:
    """People with a voucher the person may see."""
    return Contact.objects.filter(vouchers__in=Voucher.objects.visible_to(request.user)).distinct()


class RewardFilter(FilterSet):
    """Rewards by person, unit, contract, state and days."""

    q = SearchFilter(person_named("contact__"), unit_named("unit__"), "contract_no__icontains")
    state = django_filters.MultipleChoiceFilter(choices=REWARD_STATES, label=_("state"))
    team = django_filters.ModelChoiceFilter(queryset=teams_of, label=_("team"))
    payable = DayRangeFilter(field_name="payable_on", label=_("payable from"))
    unit = django_filters.ModelChoiceFilter(
        queryset=rewarded_units, label=_("unit"), widget=forms.HiddenInput
    )

    class Meta:
        model = Reward
        fields = ("q", "state", "team", "payable", "unit")


def _whose(word: str) -> Q:
    people = Contact.objects.filter(person_named()(word)).values("pk")
    units = Unit.objects.filter(unit_named()(word)).values("pk")
    return Q(contact_id__in=people) | Q(unit_id__in=units)


class HoldFilter(FilterSet):
    """What is held by person, unit, contract or item, kind, reason, team and day."""

    q = SearchFilter(_whose, "item__icontains")
    kind = django_filters.ChoiceFilter(choices=Hold.Kind.choices, label=_("kind"))
    reason = django_filters.ChoiceFilter(
        choices=list(LABELS.items()), method="because", label=_("why")
    )
    team = django_filters.ModelChoiceFilter(queryset=teams_of, method="of_team", label=_("team"))
    held = DayRangeFilter(field_name="held_on", label=_("held since"))
    manager = django_filters.BooleanFilter(
        method="for_manager", label=_("waits for the sales manager")
    )

    class Meta:
        model = Hold
        fields = ("q", "kind", "reason", "team", "held", "manager")

    def because(self, queryset: Any, name: str, value: str) -> Any:
        """Held for this reason, perhaps among others."""
        return queryset.because(value)

    def of_team(self, queryset: Any, name: str, value: Any) -> Any:
        """Of units the team follows."""
        return queryset.filter(team_id=value.pk)

    def for_manager(self, queryset: Any, name: str, value: bool) -> Any:
        """Those the sales manager has to agree to first, or all others."""
        waiting = queryset.for_manager()
        return waiting if value else queryset.exclude(pk__in=waiting.values("pk"))


class VoucherFilter(FilterSet):
    """Vouchers by number, person, state, way and day."""

    q = SearchFilter("number__icontains", person_named("contact__"))
    state = django_filters.MultipleChoiceFilter(choices=VOUCHER_STATES, label=_("state"))
    method = django_filters.ChoiceFilter(choices=Method.choices, label=_("paid how"))
    verified = DayRangeFilter(field_name="verified_at", label=_("verified"))
    paid = DayRangeFilter(field_name="paid_at", label=_("paid"))
    contact = django_filters.ModelChoiceFilter(
        queryset=paid_people, label=_("key person"), widget=forms.HiddenInput
    )

    class Meta:
        model = Voucher
        fields = ("q", "state", "method", "verified", "paid", "contact")


class _OwedFilter(FilterSet):
    """By person and what it was, open or settled."""

    open = django_filters.BooleanFilter(
        field_name="settled_on", lookup_expr="isnull", label=_("still open")
    )


class ReclaimFilter(_OwedFilter):
    """Amounts to reclaim."""

    q = SearchFilter(person_named("reward__contact__"), "reward__contract_no__icontains")

    class Meta:
        model = Reclaim
        fields = ("q", "open")


class ConversionFilter(_OwedFilter):
    """Discounts to grant."""

    q = SearchFilter(
        person_named("contact__"),
        unit_named("unit__"),
        "reward__contract_no__icontains",
        "gift__item__icontains",
    )
    unit = django_filters.ModelChoiceFilter(
        queryset=discounted_units, label=_("unit"), widget=forms.HiddenInput
    )

    class Meta:
        model = Conversion
        fields = ("q", "open", "unit")


class TaxYearFilter(FilterSet):
    """People paid in a year; this year's unless another is given."""

    q = SearchFilter(person_named())
    year = django_filters.NumberFilter(
        label=_("year"), method="in_year", min_value=1990, max_value=2100
    )

    class Meta:
        model = TaxPayer
        fields = ("q", "year")

    def filter_queryset(self, queryset: Any) -> Any:
        """The sums of the year, whether one was given or not."""
        year = self.form.cleaned_data.get("year") or timezone.localdate().year
        return super().filter_queryset(queryset.in_year(int(year)))

    def in_year(self, queryset: Any, name: str, value: Any) -> Any:
        """Done for all years alike in `filter_queryset`."""
        return queryset
