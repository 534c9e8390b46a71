"""File fields of forms: a bad upload is an error, and what was typed stays (bad input)."""

from typing import Any

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from core.file_fields import EvidenceField, PhotoField, PhotosField
from tests.core.test_files import PDF, SVG, picture, upload


class Report(forms.Form):
    remarks = forms.CharField()
    photo = PhotoField(required=False)
    paper = EvidenceField(required=False)
    photos = PhotosField(required=False, most=2)


def report(**given: list[bytes]) -> Report:
    sent: MultiValueDict[str, Any] = MultiValueDict(
        {name: [upload(data) for data in many] for name, many in given.items()}
    )
    return Report({"remarks": "what was typed"}, sent)


def test_good_files_come_out_checked() -> None:
    form = report(photo=[picture()], paper=[PDF], photos=[picture(), picture("PNG")])
    assert form.is_valid(), form.errors
    assert form.cleaned_data["photo"].content_type == "image/jpeg"
    assert form.cleaned_data["paper"].content_type == "application/pdf"
    assert [photo.suffix for photo in form.cleaned_data["photos"]] == [".jpg", ".png"]


def test_no_file_is_no_fault() -> None:
    form = report()
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["photo"], form.cleaned_data["photos"]) == (None, [])


@pytest.mark.parametrize(
    ("field", "many", "sentence"),
    [
        ("photo", [SVG], "SVG"),
        ("photo", [PDF], "Only JPEG"),
        ("photo", [b"x" * (20 * 1024 * 1024)], "at most 10 MB"),
        ("paper", [b"MZ"], "and PDF files"),
        ("photos", [picture(), SVG], "photo.jpg: An SVG"),
        ("photos", [picture()] * 3, "At most 2 files"),
    ],
)
def test_a_bad_file_is_an_error_of_its_field_and_what_was_typed_stays(
    field: str, many: list[bytes], sentence: str
) -> None:
    form = report(**{field: many})
    assert list(form.errors) == [field]
    assert sentence in form.errors[field][0]
    assert "what was typed" in form["remarks"].as_widget()


def test_the_browser_offers_what_is_taken() -> None:
    html = report().as_p()
    assert 'accept="image/jpeg,image/png,image/webp,application/pdf"' in html
    assert "multiple" in html


def test_required_photos_must_be_there() -> None:
    field = PhotosField()
    with pytest.raises(forms.ValidationError, match="required"):
        field.clean([])
