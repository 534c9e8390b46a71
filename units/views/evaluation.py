"""Judging a unit, and all its judgements: trend, changes, the working of each (U4)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage, Button, DetailPage
from core.text import listed
from units import permissions
from units.forms.evaluation import EvaluationForm
from units.labels import FACTORS, TOLD_BY
from units.models import Evaluation, Unit
from units.selectors.evaluation import MOST, Judged, evaluations_of
from units.services import unit_evaluate
from units.views.known import written


class UnitEvaluate(ActionPage):
    """Judge strength and sincerity (U4)."""

    model = Unit
    permission = permissions.UNIT_EVALUATE
    form_class = EvaluationForm
    service = staticmethod(unit_evaluate)
    title = _("Evaluate the unit")
    help = _("From 0 (nothing) to 100 (as much as can be). Leave empty what you do not know.")
    done = _("The evaluation is kept.")

    def form_kwargs(self, subject: Unit) -> dict[str, Any]:
        """With what is on record of each factor."""
        facts = {
            name: [str(said) for one in fields if (said := written(subject, one)) != ""]
            for name, fields in TOLD_BY.items()
        }
        known = {name: listed(said) for name, said in facts.items() if said}
        return {**super().form_kwargs(subject), "known": known}

    def initial(self, subject: Unit) -> dict[str, Any]:
        """What was judged last time."""
        last: Evaluation | None = subject.evaluations.first()
        return dict(last.factors) if last else {}

    def params(self, form: Any, subject: Unit) -> dict[str, Any]:
        """All factors as one."""
        return {"unit_id": subject.pk, "factors": form.cleaned_data}

    def context(self, form: Any, subject: Unit) -> dict[str, Any]:
        """Of which unit, and when it was judged last."""
        last = subject.evaluations.first()
        rows: list[tuple[Any, Any]] = [(_("Unit"), subject)]
        if last:
            day = timezone.localdate(last.at)
            rows.append((_("Filled in as judged on"), f"{day} · {last.grade}"))
        return {"summary": rows}


class UnitEvaluations(DetailPage):
    """Every evaluation of a unit: the trend, what changed, and how each score came about."""

    model = Unit
    permission = permissions.UNIT_VIEW
    template_name = "units/unit_evaluations.html"
    buttons = (
        Button(
            _("Evaluate"),
            "unit_evaluate",
            "clipboard-check",
            permissions.UNIT_EVALUATE,
            True,
            own=True,
        ),
    )

    def heading(self, subject: Unit) -> Any:
        """What the page is."""
        return _("Evaluations")

    def subtitle(self, subject: Unit) -> str:
        """Of which unit."""
        return subject.name

    def pill(self, subject: Unit) -> tuple[Any, str] | None:
        """The grade."""
        return (subject.grade, subject.grade) if subject.grade else None

    def context(self, subject: Unit) -> dict[str, Any]:
        """The newest first; the chart runs from the oldest."""
        judged = evaluations_of(subject)
        return {
            "judged": judged,
            "limit": MOST if len(judged) == MOST else None,
            "labels": FACTORS,
            "chart": trend_chart(judged[::-1]),
            "crumbs": [(subject.name, subject.get_absolute_url()), (_("Evaluations"), "")],
        }


def trend_chart(judged: list[Judged]) -> dict[str, Any]:
    """Both scores over time."""
    return {
        "type": "line",
        "labels": [f"{timezone.localdate(one.row.at):%Y-%m-%d}" for one in judged],
        "datasets": [
            {
                "label": gettext("Purchasing strength"),
                "data": [float(one.row.strength) for one in judged],
            },
            {"label": gettext("Sincerity"), "data": [float(one.row.sincerity) for one in judged]},
        ],
    }
