"""Kinds of units, for the sales manager (U1)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import Button, CreatePage, EditPage, Empty, ListPage
from units import permissions
from units.filters.category import CategoryFilter
from units.forms.category import CategoryEditForm, CategoryForm
from units.models import Category
from units.services import category_add, category_edit
from units.tables.category import CategoryTable


class CategoryList(ListPage):
    """All kinds, the retired ones, too."""

    model = Category
    permission = permissions.CATEGORY_EDIT
    table_class = CategoryTable
    filterset_class = CategoryFilter
    title = _("Categories of units")
    buttons = (
        Button(
            _("New category"), "category_add", "plus-lg", permissions.CATEGORY_EDIT, primary=True
        ),
    )
    empty = Empty(_("No categories yet"), _("Units need one."), "category_add", _("New category"))


class CategoryAdd(CreatePage):
    """A new kind."""

    model = Category
    permission = permissions.CATEGORY_EDIT
    form_class = CategoryForm
    service = staticmethod(category_add)
    title = _("New category")
    done = _("The category is added.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Nothing stands in it yet."""
        return {}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """What it is."""
        return {"facts": form.cleaned_data}

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("category_list")


class CategoryEdit(EditPage):
    """Change a kind, or retire it."""

    model = Category
    permission = permissions.CATEGORY_EDIT
    form_class = CategoryEditForm
    service = staticmethod(category_edit)
    title = _("Change the category")
    help = _("What changes holds from now on; rewards that were decided before stay as they are.")
    done = _("The category is changed.")

    def params(self, form: Any, subject: Category) -> dict[str, Any]:
        """The version apart from the facts."""
        facts = dict(form.cleaned_data)
        return {"category_id": subject.pk, "version": facts.pop("version"), "facts": facts}
