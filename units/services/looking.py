"""Looking through what no machine can decide before a person is erased (L1, ADR 101)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.models import Attachment
from core.personal.footprint import footprint
from core.personal.looking import doubtful_files, file_key
from core.personal.words import Mention
from units.models import PersonRequest
from units.services.erasure import looked_for, names_in
from units.services.request import locked_request
from units.states import RequestState

SHORTEST = 2  # characters; one alone would mask half a text


@dataclass(frozen=True)
class Doubtful:
    """Files and words in which the person may be meant."""

    files: list[Attachment]
    words: list[Mention]


def doubtful(request: PersonRequest) -> Doubtful:
    """What there is to look through, by all the names known of them. Reads every text."""
    person = looked_for(request)
    return Doubtful(doubtful_files(person), footprint(person).doubtful)


def files_to_look_at(request: PersonRequest) -> list[Attachment]:
    """The files alone; no text is read for them."""
    return doubtful_files(looked_for(request))


@transaction.atomic
def request_look(
    *,
    personrequest_id: int,
    called: str,
    attachments: Iterable[int],
    words: Iterable[str],
    by: User,
) -> PersonRequest:
    """Keep what else they are called, and which files and words are theirs.

    What somebody took away meanwhile is left out. Words found by a name that is new have not been
    shown: they come before anything is erased.
    """
    request = locked_request(personrequest_id)
    if request.kind != PersonRequest.Kind.ERASURE or request.state != RequestState.OPEN:
        raise DomainError(_("Only a request for erasure that is still open can be worked."))
    if any(len(name) < SHORTEST for name in names_in(called)):
        raise DomainError(_("Give each name at least two characters."), field="called")
    seen = doubtful(request)  # by the names the page was drawn with
    there = {mention.key for mention in seen.words}
    request.chosen = {
        "attachments": sorted({kept.pk for kept in seen.files} & set(attachments)),
        "words": sorted(there & set(words)),
        "shown": sorted(there | set(map(file_key, seen.files))),
    }
    request.called, request.looked_at = called.strip(), timezone.now()
    request.save(update_fields=["called", "chosen", "looked_at"])
    chosen = {name: len(keys) for name, keys in request.chosen.items()}
    audit.record("units.request.looked", request, by=by, **chosen)
    return request
