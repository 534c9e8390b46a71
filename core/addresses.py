"""What somebody typed to look for, as it may stand in an address: encrypted (L1, docs/adr/096).

A name or a telephone number must not be read in logs, in a browser's history or over a shoulder.
Such a parameter is named `q`, or begins with `q_`; forms post it, and the address that follows
holds it closed. Back, reload, a shared address and a saved view go on working.
"""

from collections.abc import Callable

from django.http import QueryDict

from core.crypto import Undecipherable, decrypt, encrypt

_MARK = "~"
_CONTEXT = "address"
# As they stand in an address without being escaped.
_OUT, _IN = str.maketrans("+/:=", "-_.~"), str.maketrans("-_.~", "+/:=")


def is_typed(name: str) -> bool:
    """Whether a parameter is text that somebody typed."""
    return name == "q" or name.startswith("q_")


def closed_text(text: str) -> str:
    """The text as an address may hold it; what is closed already stays as it is."""
    if not text or opened_text(text) != text:
        return text
    return _MARK + encrypt(text, context=_CONTEXT).translate(_OUT)


def opened_text(text: str) -> str:
    """What was typed; a text that was never closed, or by a key long gone, as it is."""
    if not text.startswith(_MARK):
        return text
    try:
        return decrypt(text.removeprefix(_MARK).translate(_IN), context=_CONTEXT)
    except Undecipherable:
        return text


def closed(params: QueryDict) -> QueryDict:
    """The parameters as an address may hold them."""
    return _each(params, closed_text)


def opened(params: QueryDict) -> QueryDict:
    """The parameters as they were typed; never for an address."""
    return _each(params, opened_text)


def closed_query(query: str) -> str:
    """A query that was kept in a table, as an address may hold it."""
    return closed(QueryDict(query)).urlencode()


def closed_url(url: str) -> str:
    """An address with such a query."""
    path, mark, query = url.partition("?")
    return f"{path}{mark}{closed_query(query)}"


def _each(params: QueryDict, change: Callable[[str], str]) -> QueryDict:
    made = params.copy()
    for name in filter(is_typed, params):
        made.setlist(name, [change(value) for value in params.getlist(name)])
    return made
