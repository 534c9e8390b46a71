"""The service directory narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.filters import FilterSet, SearchFilter
from core.text import fold_width, simplify
from units.models import DirectoryEntry
from units.search import doubled


def entry_named(word: str) -> Q:
    """Entries by characters, pinyin, initials, telephone or address."""
    word = simplify(fold_width(word).lower()).strip()
    if not word.isascii():
        return Q(doubled__contains=doubled(word)) | Q(address__contains=word)
    return (
        Q(sound__startswith=word)
        | Q(initials__startswith=word)
        | Q(telephone__contains=word)
        | Q(name__icontains=word)
    )


class DirectoryFilter(FilterSet):
    """By name, kind, and whether a pick-up can be booked."""

    q = SearchFilter(entry_named)
    kind = django_filters.ChoiceFilter(choices=DirectoryEntry.Kind.choices, label=_("kind of help"))
    place = django_filters.ChoiceFilter(
        choices=DirectoryEntry.Place.choices, label=_("kind of place")
    )
    pick_up = django_filters.BooleanFilter(label=_("a pick-up can be booked"))

    class Meta:
        model = DirectoryEntry
        fields = ("q", "kind", "place", "pick_up")
