"""People, for administrators: who there is, who comes, changes and leaves."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import selectors
from accounts.filters import PersonFilter
from accounts.forms import LeaveForm, PersonEditForm, PersonForm, TeamForm
from accounts.models import User
from accounts.permissions import USER_MANAGE
from accounts.services import memberships, people, second_factor
from accounts.tables import PersonTable
from core.pages import (
    ActionPage,
    Button,
    CreatePage,
    DetailPage,
    EditPage,
    Empty,
    Fact,
    Link,
    ListPage,
)


class PersonList(ListPage):
    """Everybody, also who has left."""

    model = User
    permission = USER_MANAGE
    table_class = PersonTable
    filterset_class = PersonFilter
    title = _("People")
    buttons = (
        Button(_("Projects and teams"), "admin:index", icon="diagram-3"),
        Button(_("New person"), "person_add", icon="person-plus", primary=True),
    )
    empty = Empty(_("Nobody fits."), _("Remove a filter."))


_EDIT = Button(_("Edit"), "person_edit", icon="pencil", own=True)
_TEAM = Button(_("Put into a team"), "person_team", icon="people", own=True)
_PASSWORD = Button(_("New initial password"), "person_password", icon="key", own=True)
_RESET = Button(_("Reset the second factor"), "person_second_factor", icon="phone", own=True)
_LEAVE = Button(_("Leaves"), "person_leave", icon="person-x", own=True)
_RETURN = Button(_("Comes back"), "person_return", icon="person-check", own=True)


class PersonDetail(DetailPage):
    """One person: role, projects, teams over time."""

    model = User
    permission = USER_MANAGE
    template_name = "accounts/person_detail.html"

    def subtitle(self, subject: User) -> str:
        """The name to sign in with."""
        return subject.username

    def pill(self, subject: User) -> Any:
        """May sign in, or has left."""
        return (_("active"), "good") if subject.is_active else (_("left"), "muted")

    def facts(self, subject: User) -> list[Any]:
        """What an administrator looks for."""
        return [
            (
                _("Person"),
                [
                    Fact(_("Role"), subject.get_role_display()),
                    Fact(_("Projects"), "、".join(str(p) for p in subject.projects.all())),
                    Fact(
                        _("Last signed in"),
                        subject.last_login
                        and timezone.localtime(subject.last_login).strftime("%Y-%m-%d %H:%M"),
                    ),
                    Fact(_("Left on"), subject.left_on),
                ],
            )
        ]

    def links(self, subject: Any = None) -> list[Link]:
        """What can be done with this person now."""
        if not subject.is_active:
            return [_RETURN.link(subject)]
        wanted = [_TEAM, _EDIT]
        if subject.pk != self.user.pk:
            wanted += [_PASSWORD, _RESET] if selectors.has_second_factor(subject) else [_PASSWORD]
            wanted.append(_LEAVE)
        return [button.link(subject) for button in wanted]

    def context(self, subject: User) -> dict[str, Any]:
        """Teams over time."""
        return {"memberships": selectors.memberships_of(subject)}


class _InitialPassword:
    """The answer is the initial password, this once, and not a redirect."""

    def run(self, form: Any, subject: Any) -> Any:
        """Keep the result for the answer."""
        self.person: User = super().run(form, subject)  # type: ignore[misc]
        return self.person

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A second sending of the form finds no password any more, and the page says so."""
        response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        if response.status_code != 302:
            return response
        context = {
            "person": self.person,
            "title": _("Initial password"),
            "days": people.INITIAL_DAYS,
        }
        return render(request, "accounts/initial_password.html", context)


class PersonAdd(_InitialPassword, CreatePage):
    """A new person."""

    permission = USER_MANAGE
    form_class = PersonForm
    service = staticmethod(people.person_add)
    title = _("New person")
    done = _("The person is added.")

    def back_url(self, subject: None) -> str:
        """The list."""
        return reverse("person_list")


class PersonPassword(_InitialPassword, ActionPage):
    """A new initial password for who forgot theirs."""

    model = User
    permission = USER_MANAGE
    service = staticmethod(people.person_password)
    title = _("New initial password")
    submit = _("Make an initial password")
    done = _("The old password is no longer good.")


class PersonEdit(EditPage):
    """Name, role and projects."""

    model = User
    permission = USER_MANAGE
    form_class = PersonEditForm
    service = staticmethod(people.person_edit)
    title = _("Edit the person")


class PersonTeam(ActionPage):
    """Into a team from a day on."""

    model = User
    permission = USER_MANAGE
    form_class = TeamForm
    service = staticmethod(memberships.membership_start)
    title = _("Put into a team")
    submit = _("Put into the team")

    def form_kwargs(self, subject: User) -> dict[str, Any]:
        """Teams of the person's projects; from today."""
        return {"person": subject, "initial": {"starts_on": timezone.localdate()}}

    def params(self, form: Any, subject: User) -> dict[str, Any]:
        """Ids for the service."""
        given = dict(form.cleaned_data)
        return {"user_id": subject.pk, "team_id": given.pop("team").pk, **given}


class PersonLeave(ActionPage):
    """End everything at once."""

    model = User
    permission = USER_MANAGE
    form_class = LeaveForm
    template_name = "accounts/person_leave.html"
    service = staticmethod(people.person_leave)
    title = _("The person leaves")
    submit = _("End everything now")
    done = _("Everything has ended.")

    def initial(self, subject: User) -> dict[str, Any]:
        """Today."""
        return {"last_day": timezone.localdate()}

    def context(self, form: Any, subject: User) -> dict[str, Any]:
        """The button that takes away is red."""
        return {"submit_css": "btn-danger"}

    def params(self, form: Any, subject: User) -> dict[str, Any]:
        """The tick was for the form alone."""
        return {"user_id": subject.pk, "last_day": form.cleaned_data["last_day"]}


class PersonReturn(_InitialPassword, ActionPage):
    """Who left may sign in again."""

    model = User
    permission = USER_MANAGE
    service = staticmethod(people.person_return)
    title = _("The person comes back")
    submit = _("Let them sign in again")
    done = _("They may sign in again. Put them into a team next.")


class PersonSecondFactor(ActionPage):
    """Remove a lost telephone."""

    model = User
    permission = USER_MANAGE
    service = staticmethod(second_factor.second_factor_reset)
    title = _("Reset the second factor")
    submit = _("Remove the device and its backup codes")
    done = _("The device is removed and the person signed out.")
