"""A kind of unit entered and changed (U1)."""

from django import forms

from core.forms import VersionField
from units.models import Category


class CategoryForm(forms.ModelForm[Category]):
    """Its names in both languages, and what follows from it (L2, V2, P3)."""

    class Meta:
        model = Category
        fields = ("name", "name_zh", "public_sector", "must_visit", "group_rule")
        widgets = {"group_rule": forms.RadioSelect}

    def _get_validation_exclusions(self) -> set[str]:
        """The service looks for the same name, under the form's key: a second click is no second
        category."""
        return {*super()._get_validation_exclusions(), "name", "name_zh"}  # type: ignore[misc]


class CategoryEditForm(CategoryForm):
    """The same with its version, and whether it is still offered."""

    version = VersionField()

    class Meta:
        model = Category
        fields = ("name", "name_zh", "public_sector", "must_visit", "group_rule", "retired")
        widgets = {"group_rule": forms.RadioSelect}
