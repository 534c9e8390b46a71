"""A form page inside a dialog: the same page, asked for its form alone.

The script names the dialog in a header, "d1 page", "d1 here" or "d1 field": the first word goes
before every id, so that two forms on one page do not share any; the second says whether the record
is then opened, the page below drawn afresh, or the record put into the field the dialog came from.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

HEADER = "X-Tuoke-Dialog"
_SAID = re.compile(r"(d\d{1,3}) (page|here|field)")


@dataclass(frozen=True)
class Dialog:
    """Where a form is shown: `name` goes before its ids; `then` says what follows the work."""

    name: str
    then: str

    @property
    def auto_id(self) -> str:
        """How the form's fields are named in the page."""
        return f"{self.name}_%s"

    def answer(self, request: HttpRequest, result: Any, url: str, said: str) -> HttpResponse:
        """After the work: the new record for the field, the way to its page, or the page below."""
        response = HttpResponse(status=204)
        if self.then == "field":
            made = {"value": str(result.pk), "text": str(result), "said": said}
            response["HX-Trigger"] = json.dumps({"tuoke:made": made})
            return response
        messages.success(request, said)
        if self.then == "here":
            response["HX-Refresh"] = "true"
        else:
            response["HX-Redirect"] = url
        return response


def dialog_of(request: HttpRequest) -> Dialog | None:
    """The dialog that asks, if one does."""
    said = _SAID.fullmatch(request.headers.get(HEADER, ""))
    return Dialog(said[1], said[2]) if said else None
