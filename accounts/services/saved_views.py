"""Saved views of lists: kept, changed, deleted, pinned to the menu, opened first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from accounts.models import SavedView, Team, User, ViewUse
from accounts.selectors import may_change_view
from core import audit
from core.errors import DomainError
from core.filters import holds_whole_number
from core.pages import listed


@dataclass(frozen=True)
class ViewFacts:
    """What a view is called, whose it is, and where its maker wants it."""

    name: str
    team_id: int | None = None
    pinned: bool = False
    default: bool = False


@transaction.atomic
def saved_view_add(*, list_name: str, query: str, facts: ViewFacts, by: User) -> SavedView:
    """Keep a list's filters, order and way of showing under a name."""
    _lock([by.pk])
    view = SavedView(list_name=list_name, owner=by)
    view.query = _checked(list_name, query, by)
    _name(view, facts, by)
    _save(view)
    audit.record("accounts.view.added", view, by=by, list=list_name, team=view.team_id)
    _use(view, facts, by)
    return view


@transaction.atomic
def saved_view_edit(
    *, view_id: int, facts: ViewFacts, query: str | None = None, by: User
) -> SavedView:
    """Change a view, and where `by` wants it. A team's is changed by its maker or a leader only.

    `query` None keeps the filters.
    """
    view = _locked(view_id, by)
    if query is not None:
        _refuse_stranger(view, by)
        view.query = _checked(view.list_name, query, by)
    if may_change_view(by, view):
        _name(view, facts, by)
        _save(view)
        audit.record("accounts.view.edited", view, by=by, team=view.team_id)
    _use(view, facts, by)
    _shelve(view.uses.values_list("user_id", flat=True))
    return view


@transaction.atomic
def saved_view_delete(*, view_id: int, by: User) -> None:
    """Delete a view for everybody who uses it."""
    view = _locked(view_id, by)
    _refuse_stranger(view, by)
    users = list(view.uses.values_list("user_id", flat=True))
    audit.record("accounts.view.deleted", view, by=by, list=view.list_name, team=view.team_id)
    SavedView.objects.filter(pk=view.pk).delete()
    _shelve(users)


@transaction.atomic
def shelf_renew(*, user_id: int, by: User) -> None:
    """Somebody's teams have changed: what they see no more leaves their menu."""
    _lock([user_id])
    _shelve([user_id])


def _lock(user_ids: Iterable[int]) -> None:
    """The people whose menu will change, before the view."""
    people = User.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    list(people.filter(pk__in=user_ids).values_list("pk", flat=True))


def _locked(view_id: int, by: User) -> SavedView:
    uses = ViewUse.objects.filter(view_id=view_id).values_list("user_id", flat=True)
    _lock({by.pk, *uses})
    rows = SavedView.objects.visible_to(by).select_for_update(of=("self",))
    view: SavedView = rows.get(pk=view_id)
    return view


def _refuse_stranger(view: SavedView, by: User) -> None:
    if not may_change_view(by, view):
        raise DomainError(_("Only who made this view or leads its team may change it."))


def _checked(list_name: str, query: str, by: User) -> str:
    """What of an address belongs to the view; nothing unreadable is kept."""
    try:
        asked = QueryDict(query, mutable=True)
        asked.pop("view", None)
        page = listed.opened(list_name, asked.urlencode(), by)
    except Http404:
        raise DomainError(_("Open a list and filter it, then save its view.")) from None
    if page is None:
        raise DomainError(_("You may not open this list."))
    if not page.valid:
        raise DomainError(_("Some of the filters cannot be read. Correct them, then save."))
    if holds_whole_number(page.query):
        raise DomainError(
            _("Leave telephone and identity numbers out of a view: look for them when needed.")
        )
    if len(page.query) > 1000:
        raise DomainError(_("These are too many filters for one view. Remove some."))
    return page.query


def _name(view: SavedView, facts: ViewFacts, by: User) -> None:
    if holds_whole_number(facts.name):
        raise DomainError(
            _("Leave telephone and identity numbers out of the name: it stands in the menu."),
            field="name",
        )
    if facts.team_id and facts.team_id not in _teams(by) | {view.team_id}:
        raise DomainError(_("Choose a team of your own."), field="team")
    view.name, view.team_id = facts.name, facts.team_id


def _teams(by: User) -> set[int]:
    """One's own; who is in none may give a view to a team of the project."""
    if by.team_ids:
        return set(by.team_ids)
    of_project = Team.objects.filter(project_id__in=by.project_ids)
    return set(of_project.values_list("pk", flat=True))


def _save(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise DomainError(
            _("You have a view of this name. Choose another one."), field="name"
        ) from error


def _use(view: SavedView, facts: ViewFacts, by: User) -> None:
    mine = ViewUse.objects.filter(user=by)
    if facts.default:
        mine.filter(list_name=view.list_name).exclude(view=view).update(default=False)
    ViewUse.objects.update_or_create(
        user=by,
        view=view,
        defaults={
            "list_name": view.list_name,
            "pinned": facts.pinned,
            "default": facts.default,
        },
    )
    _shelve([by.pk])


def _shelve(user_ids: Iterable[int]) -> None:
    """Write down for each person what the menu needs, so that no page has to ask for it."""
    uses = ViewUse.objects.filter(user_id__in=list(user_ids)).select_related("view")
    people = User.objects.in_bulk(list(user_ids))
    for person in people.values():
        seen = set(SavedView.objects.visible_to(person).values_list("pk", flat=True))
        own = [use for use in uses if use.user_id == person.pk and use.view_id in seen]
        person.shelf = {
            "pins": [[use.view_id, use.view.name, use.view.address] for use in own if use.pinned],
            "first": {use.list_name: use.view.address for use in own if use.default},
        }
        person.save(update_fields=["shelf"])
