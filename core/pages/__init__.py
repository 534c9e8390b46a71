"""The kinds of page. An app's page is a declaration; what it does stands here once."""

from core.pages.base import Button, Empty, Link, Page
from core.pages.detail import DetailPage
from core.pages.facts import Fact, Stands
from core.pages.form import ActionPage, CreatePage, EditPage, FormPage
from core.pages.inline import InlineEditPage
from core.pages.lists import ListPage
from core.pages.ways import Board, Face, Steps, add_board

__all__ = [
    "ActionPage",
    "Board",
    "Button",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "Empty",
    "Face",
    "Fact",
    "FormPage",
    "InlineEditPage",
    "Link",
    "ListPage",
    "Page",
    "Stands",
    "Steps",
    "add_board",
]
