"""Reads about persons: which records are one human being (L2)."""

from collections.abc import Iterable

from django.db.models import Q

from units.models import Contact


def people_of(contacts: Iterable[Contact]) -> list[int]:
    """Every record of these persons: their own and those with the same identity number."""
    contacts = list(contacts)
    known = [contact.id_hash for contact in contacts if contact.id_hash]
    same = Q(pk__in=[contact.pk for contact in contacts]) | Q(id_hash__in=known)
    return list(Contact.objects.filter(same).order_by("pk").values_list("pk", flat=True))
