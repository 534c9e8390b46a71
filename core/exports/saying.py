"""What narrowed an exported list, in words for who watches over exports (L1)."""

from django.http import Http404
from django.utils.translation import gettext as _

from core.addresses import opened
from core.models import ExportRecord
from core.pages import ListPage, listed


def narrowed(record: ExportRecord) -> list[tuple[str, str]]:
    """Each filter with its label, as the list itself words it; nothing for the whole list.

    As it stood in the address where the list does not understand it any more.
    """
    page = _page(record)
    if page is None:
        return [(_("Address"), record.query)] if record.query else []
    asked = opened(page.request.GET)
    told = [(chip.label, chip.value) for chip in page.filterset.chips()]
    if words := asked.get("q"):
        told.append((_("Search"), words))
    if ticked := asked.getlist("pk"):
        told.append((_("Ticked rows"), f"{len(ticked):,}"))
    return told


def _page(record: ExportRecord) -> ListPage | None:
    """The list as who exported it saw it: what narrowed it is theirs to choose."""
    try:
        page = listed.opened(record.list_name, record.query, record.by)
    except Http404:  # the list is gone since
        return None
    return page if page is not None and page.valid else None
