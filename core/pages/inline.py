"""A record's row edited where it stands: the edit page asked for that row alone.

`?only=address` makes an edit page a form of one row; htmx gets it as a fragment that takes the
row's place, anybody else as a page. One form, one service, one check of the version.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.pages.facts import Fact
from core.pages.form import EditPage

NEVER = "version"


class InlineEditPage(EditPage):
    """An edit page whose rows can be edited one by one; `fact` draws a row as it stands.

    `rows` names rows of several fields (or of one under another name); `reloads` rows that stand
    in the page's head, too, so that the whole page is drawn again.
    """

    rows: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    reloads: ClassVar[frozenset[str]] = frozenset()

    def fact(self, subject: Any) -> Fact:
        """The row `only`, as the record page shows it."""
        raise NotImplementedError

    @property
    def only(self) -> str:
        """The row that is asked for; "" for the whole form."""
        return self.asked("only", 40)

    @property
    def in_place(self) -> bool:
        """Whether the answer takes the row's place in a page that is open."""
        return bool(self.only and self.request.htmx and not self.dialog)  # type: ignore[attr-defined]

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """The whole form, or only the row's fields; they remember what they showed at first."""
        form = super().form(subject, **given)
        if not self.only:
            return form
        names = self.rows.get(self.only, (self.only,))
        if NEVER in names or not set(names) <= form.fields.keys():
            raise Http404
        form.fields = {n: field for n, field in form.fields.items() if n in (*names, NEVER)}
        form.auto_id = f"{self.only}_%s"
        return form

    def run(self, form: Any, subject: Any) -> Any:
        """What others changed elsewhere in the record does not stand in this row's way."""
        fresh = self.subject()
        names = [name for name in form.fields if name != NEVER]
        if self.in_place and not any(_touched(form, name, fresh) for name in names):
            form.cleaned_data[NEVER] = fresh.version
        return super().run(form, subject)

    def draw(self, form: Any, subject: Any, status: int = 200) -> HttpResponse:
        """The form in the row's place, or the page."""
        if not self.in_place:
            return super().draw(form, subject, status)
        context = {
            "form": form,
            "form_key": self.fresh_key(),
            "shown": format_html_join("", "{}", _shown_at_first(form)),
        }
        return render(self.request, "core/_inline_form.html", context, status=status)

    def answer(self, result: Any, subject: Any) -> HttpResponse:
        """The row as it is now."""
        if not self.in_place:
            return super().answer(result, subject)
        if self.only in self.reloads:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        fact = self.fact(self.subject())
        response = HttpResponse(fact.row)
        response["HX-Trigger"] = json.dumps({"tuoke:saved": {"said": str(self.done)}})
        return response


def _shown_at_first(form: Any) -> list[tuple[SafeString]]:
    """Each field's value when the row was opened, hidden."""
    return [(field.as_hidden(only_initial=True),) for field in form.visible_fields()]


def _touched(form: Any, name: str, fresh: Any) -> bool:
    """Whether somebody changed the field since it was shown; unknown counts as yes."""
    shown = form.data.get(form.add_initial_prefix(name))
    return shown is None or form.fields[name].has_changed(getattr(fresh, name), shown)
