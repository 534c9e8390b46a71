"""The five kinds of page. An app's page is a declaration; what it does stands here once."""

from core.pages.base import Button, Empty, Link, Page
from core.pages.detail import DetailPage, Fact
from core.pages.form import ActionPage, CreatePage, EditPage, FormPage
from core.pages.lists import ListPage

__all__ = [
    "ActionPage",
    "Button",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "Empty",
    "Fact",
    "FormPage",
    "Link",
    "ListPage",
    "Page",
]
