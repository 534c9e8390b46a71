"""What all pages share: signed in, ability, the rows one may see, buttons."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.mixins import AccessMixin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.views import View

from core.addresses import is_typed, opened_text

Text = str | Promise


@dataclass(frozen=True)
class Button:
    """A declared button; drawn only for who holds `ability`. `own` puts the object's key in."""

    label: Text
    url_name: str
    icon: str = ""
    ability: str | None = None
    primary: bool = False
    method: str = "get"
    own: bool = False
    query: str = ""  # "unit" adds ?unit=<key of the object>

    def link(self, subject: Model | None) -> "Link":
        """The button for one object."""
        url = reverse(self.url_name, args=[subject.pk] if self.own and subject else [])
        if self.query and subject:
            url = f"{url}?{self.query}={subject.pk}"
        return Link(self.label, url, self.icon, self.primary, self.method)


@dataclass(frozen=True)
class Link:
    """A button as the template draws it."""

    label: Text
    url: str
    icon: str = ""
    primary: bool = False
    method: str = "get"
    css: str = ""


@dataclass(frozen=True)
class Empty:
    """What an empty list says: why, and one thing to do."""

    title: Text
    text: Text = ""
    url_name: str = ""
    label: Text = ""
    ability: str | None = None


class Page(AccessMixin, View):
    """Signed out → sign-in; ability missing → 403; a row one may not see → 404."""

    permission: ClassVar[str | None]
    model: ClassVar[Any] = None
    title: ClassVar[Text] = ""
    template_name: ClassVar[str] = ""
    buttons: ClassVar[Iterable[Button]] = ()
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The gate of every page."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if self.permission is not None and not self.user.has_perm(self.permission):
            self.raise_exception = True
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> Any:
        """The person signed in."""
        return self.request.user

    def asked(self, name: str, most: int = 60) -> str:
        """What the address says under `name`, cut to `most`, without what no database takes."""
        said = self.request.GET.get(name, "")
        text = opened_text(said) if is_typed(name) else said
        return text.replace("\0", "")[:most]

    def queryset(self) -> QuerySet[Any]:
        """The rows this person may see; the only way a page gets at rows."""
        visible: QuerySet[Any] = self.model.objects.visible_to(self.user)
        return visible

    def subject(self) -> Any:
        """The row of the address, or 404."""
        return get_object_or_404(self.queryset(), pk=self.kwargs["pk"])

    def links(self, subject: Any = None) -> list[Link]:
        """The declared buttons this person may press."""
        return [
            button.link(subject)
            for button in self.buttons
            if button.ability is None or self.user.has_perm(button.ability)
        ]
