"""A page as a list of its tags, enough to ask what stands in what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# Void elements, and those of a picture that are never closed in our templates.
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "use", "wbr", "path", "rect", "circle"}
)
NOT_TYPED = frozenset({"submit", "button", "reset", "image", "file", "password"})


@dataclass
class Tag:
    """An element: its attributes, the one around it, and the text inside it."""

    name: str
    attrs: dict[str, str]
    parent: "Tag | None" = None
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything written inside, without the spaces around."""
        return "".join(self.words).strip()

    @property
    def around(self) -> "Iterator[Tag]":
        """The elements it stands in, the nearest first."""
        tag = self.parent
        while tag is not None:
            yield tag
            tag = tag.parent

    def __str__(self) -> str:
        return f"<{self.name} {' '.join(f'{k}={v!r}' for k, v in self.attrs.items())}>"


class Reader(HTMLParser):
    """Collects the tags of a page in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.open: list[Tag] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Tag(tag, {k: v or "" for k, v in attrs}, self.open[-1] if self.open else None)
        self.tags.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if any(one.name == tag for one in self.open):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            tag.words.append(data)

    def named(self, *names: str) -> list[Tag]:
        """The elements of these names."""
        return [tag for tag in self.tags if tag.name in names]


def filled_in(page: Reader) -> dict[str, Any]:
    """What a browser would send of the form with the one-time key; {} where there is none."""
    keys = [tag for tag in page.named("input") if tag.attrs.get("name") == "form_key"]
    if not keys:
        return {}
    form = next(tag for tag in keys[0].around if tag.name == "form")
    sent: dict[str, list[str]] = {}
    for tag in page.named("input", "textarea", "select", "option"):
        if form in tag.around:
            for name, value in _sent(tag):
                sent.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}


def _sent(tag: Tag) -> Iterator[tuple[str, str]]:
    name, kind = tag.attrs.get("name", ""), tag.attrs.get("type", "text")
    if tag.name == "textarea" and name:
        yield name, tag.text
    elif tag.name == "option" and "selected" in tag.attrs:
        select = next(one for one in tag.around if one.name == "select")
        yield select.attrs.get("name", ""), tag.attrs.get("value", "")
    elif tag.name == "input" and name and kind in ("checkbox", "radio"):
        if "checked" in tag.attrs:
            yield name, tag.attrs.get("value", "on")
    elif tag.name == "input" and name and kind not in NOT_TYPED:
        yield name, tag.attrs.get("value", "")
