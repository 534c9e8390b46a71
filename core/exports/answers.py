"""A list asked for as a file: short ones leave at once, long ones are left to the worker."""

from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import redirect

from core import export
from core.addresses import opened
from core.commands import execute
from core.exports.services import Wanted, export_ask, export_note
from core.exports.states import REFUSED
from core.sentences import source


def answer(page: Any, kind: str) -> HttpResponseBase:
    """The file, or the page that shows how far it is or why it is refused."""
    most = settings.EXPORT_AT_ONCE
    if page.chosen.order_by()[: most + 1].count() > most:
        wanted = _wanted(page, kind, page.chosen.count())
        return redirect(execute(export_ask, wanted=wanted, by=page.user).get_absolute_url())
    head, rows = page.sheet()
    file, count = export.written(export.Sheet(head, rows, str(page.title)), kind)
    record = execute(export_note, wanted=_wanted(page, kind, count), by=page.user)
    if record.state == REFUSED:
        file.close()
        return redirect(record.get_absolute_url())
    return export.respond(file, page.model._meta.model_name, kind)


def _wanted(page: Any, kind: str, rows: int) -> Wanted:
    """The list with what narrows it: its filters and the ticked rows."""
    asked = opened(page.request.GET)
    for name in ("export", "page", "view", "as", "by"):
        asked.pop(name, None)
    persons = rows if page.persons else 0
    return Wanted(page.name, source(page.title), asked.urlencode(), kind, rows, persons)
