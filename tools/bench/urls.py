"""The house's addresses and the two bare views every page is compared with."""

from typing import Any

import django_tables2
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path

from visits.models import VisitReport

PLAIN = Engine().from_string(
    "<!doctype html><html><body><table>{% for row in rows %}<tr><td>{{ row.pk }}</td>"
    "<td>{{ row.number }}</td><td>{{ row.visited_at }}</td><td>{{ row.people_met }}</td>"
    "<td>{{ row.state }}</td></tr>{% endfor %}</table></body></html>"
)


def _rows() -> Any:
    return VisitReport.objects.order_by("-pk")[:25]


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """(a) signed in, 25 of the million rows by an index, a plain template."""
    return HttpResponse(PLAIN.render(Context({"rows": _rows()})))


class BareTable(django_tables2.Table):
    """The same columns."""

    class Meta:
        model = VisitReport
        fields = ("pk", "number", "visited_at", "people_met", "state")


@login_required
def tables2(request: HttpRequest) -> HttpResponse:
    """(b) the same rows through bare django-tables2 and its own template."""
    return HttpResponse(BareTable(list(_rows())).as_html(request))


urlpatterns = [
    path("bench/bare/", bare),
    path("bench/tables2/", tables2),
    path("", include("config.urls")),
]
