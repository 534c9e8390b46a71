"""Merging of duplicates: choose the other, compare side by side, merge, take it back (U8)."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import merging
from core.merging import Pair
from core.pages import ActionPage
from core.policies import policy_on
from units import permissions
from units.forms.merge import MergeForm, OtherForm
from units.models import Contact, Merge, Unit
from units.policies import MergePolicy
from units.selectors.beside import about
from units.selectors.merge import merged_words, survivor_of, undo_summary
from units.selectors.pairs import alike
from units.services import contact_merge, merge_undo, unit_merge
from units.services.merge import PERSON_CHOICES, UNIT_CHOICES
from units.services.merge_undo import corrected_since, moved_by, undo_refusals


class LeadsOn:
    """A record page whose address leads to the record it became part of."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the way to the record that stayed, with a word about it."""
        page: Any = self
        try:
            answer: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        except Http404:
            stayed = survivor_of(page.model, page.kwargs["pk"], page.user)
            if stayed is None:
                raise
            messages.info(request, gettext("The record you asked for became part of this one."))
            return HttpResponseRedirect(stayed.get_absolute_url())
        return answer


class MergePage(ActionPage):
    """Two records side by side; without a second one, the choice of it."""

    permission = permissions.UNIT_MERGE
    template_name = "units/merge.html"
    names: ClassVar[tuple[str, ...]]
    search: ClassVar[str]
    apart: ClassVar[str]

    def others(self, subject: Any) -> Any:
        """What may be chosen as the second: of the same project, and what one sees."""
        return self.queryset().filter(project_id=subject.project_id).exclude(pk=subject.pk)

    def other(self, subject: Any) -> Any:
        """The second record, if one was chosen and may be seen."""
        asked = self.request.POST.get("other") or self.asked("other", 18)
        return self.others(subject).filter(pk=_key(asked)).first()

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """To compare, or to choose first."""
        other, data = self.other(subject), given.get("data")
        if other is None:
            return OtherForm(data, queryset=self.others(subject), url_name=self.search)
        initial = {"keep": self.asked("keep", 5) or "left"}
        return MergeForm(data, initial=initial, left=subject, right=other, names=self.names)

    def heading(self, subject: Any) -> str:
        """Which record it is about."""
        return gettext("Merge %(name)s") % {"name": subject}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge; or, where only the second record was chosen, on to the comparison."""
        stayed = _stayed(self)
        if stayed is not None:  # sent twice: the first time has done it
            return HttpResponseRedirect(stayed.get_absolute_url())
        if "keep" not in request.POST and (other := self.other(self.found())) is not None:
            return HttpResponseRedirect(f"{request.path}?other={other.pk}")
        return super().post(request, *args, **kwargs)

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """Who stays, who goes, whose values."""
        survivor, gone, take = form.params()
        two = {f"{subject._meta.model_name}_id": survivor.pk, "gone_id": gone.pk}
        return {**two, "take": take, "why": form.cleaned_data["why"]}

    def success_url(self, result: Merge, subject: Any) -> str:
        """The record that stayed."""
        return result.get_absolute_url()

    def said(self, result: Merge) -> tuple[int, str]:
        """Which one it is now."""
        return messages.SUCCESS, merged_words(result)

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """What moves and what stands in the way; or records that look like it, to begin with."""
        if isinstance(form, MergeForm):
            return _standing(self, form)
        keys = [one.pk for one in alike(subject, self.user)]
        likely = [(one, about(one)) for one in self.others(subject).filter(pk__in=keys)]
        return {"likely": likely, "submit": _("Compare")}


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _stayed(page: MergePage) -> Any:
    """The record that stayed, where one of the two has gone into the other already."""
    keys = (page.kwargs["pk"], _key(page.request.POST.get("other", "")))
    found = (survivor_of(page.model, key, page.user) for key in keys)
    return next((record for record in found if record is not None), None)


def _standing(page: MergePage, form: MergeForm) -> dict[str, Any]:
    """Who stays and who goes as the form stands; drawn anew, without the shell, as that changes."""
    two = {"left": form.left, "right": form.right}
    goes = "right" if form.stays() == "left" else "left"
    pair = Pair(two[form.stays()], two[goes])
    htmx = page.request.htmx  # type: ignore[attr-defined]
    return {
        "frame": "core/_dialog.html" if htmx else "base.html",
        "apart": reverse(page.apart, args=[form.left.pk]),
        "sides": [(side, record, about(record)) for side, record in two.items()],
        "stays": pair.survivor,
        "goes": pair.loser,
        "other": form.right,
        "undo_days": policy_on(MergePolicy, timezone.localdate()).undo_days,
        "submit": gettext("Merge into %(name)s") % {"name": pair.survivor},
        **_moving(pair),
        **({} if form.is_bound else _refused(pair, goes)),
    }


def _moving(pair: Pair) -> dict[str, Any]:
    """What comes along, and what stays behind and why."""
    lines = merging.preview(pair)
    coming = [line for line in lines if line.coming]
    return {"coming": coming, "behind": [line for line in lines if line.staying]}


def _refused(pair: Pair, goes: str) -> dict[str, Any]:
    """Why it may not be, and the side to let stay where that helps."""
    reasons = merging.refusals(pair)
    helps = reasons and not merging.refusals(Pair(pair.loser, pair.survivor))
    return {"reasons": reasons, "swap": goes if helps else ""}


class UnitMerge(MergePage):
    """Two units."""

    model = Unit
    service = staticmethod(unit_merge)
    names = UNIT_CHOICES
    search = "unit_search"
    apart = "unit_not_same"

    def queryset(self) -> Any:
        """With what the head of each column says."""
        return super().queryset().select_related("category", "owner", "team", "parent")


class ContactMerge(MergePage):
    """Two records of one person."""

    model = Contact
    service = staticmethod(contact_merge)
    names = PERSON_CHOICES
    search = "buyer_search"
    apart = "contact_not_same"

    def queryset(self) -> Any:
        """With what the head of each column says."""
        return super().queryset().select_related("unit", "owner", "team")


class MergeUndo(ActionPage):
    """Part two records that were made one."""

    model = Merge
    permission = permissions.UNIT_MERGE
    service = staticmethod(merge_undo)
    template_name = "units/merge_undo.html"
    title = _("Undo the merge")
    submit = _("Undo the merge")
    done = _("They are two records again.")

    def queryset(self) -> Any:
        """With both records; the form sent twice still finds what it has undone."""
        merges = Merge.objects.visible_to(self.user)
        shown = merges if self.request.method == "POST" else merges.standing()
        return shown.select_related("unit", "unit_gone", "contact", "contact_gone")

    def context(self, form: Any, subject: Merge) -> dict[str, Any]:
        """What goes back, what stays corrected, what stands in the way."""
        reasons = undo_refusals(subject, self.user)
        labels = corrected_since(subject) if not reasons else []
        return {
            "summary": undo_summary(subject, moved_by(subject)),
            "reasons": [] if form.is_bound else reasons,
            "corrected": labels,
        }
