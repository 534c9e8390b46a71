"""What no machine can decide: faces on photos, a short name or a nickname far from the person (L1).

Whoever works an erasure looks through it and chooses; what is chosen goes with the rest. Doubtful
are the files of records around the person that are not theirs, a unit's or a visit's, and the
words in which they may be meant. Papers of other people and what the law keeps are not.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from core.models import Attachment
from core.personal.footprint import Footprint, own_rows
from core.personal.registry import Person, all_holdings
from core.personal.words import Mention


@dataclass(frozen=True)
class Chosen:
    """What somebody chose of the doubtful: keys of files, keys of mentions (`Mention.key`).

    `shown` are the keys of all that they were shown, `file_key` of a file.
    """

    files: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()

    def mentions(self, found: Footprint) -> list[Mention]:
        """Those of the doubtful mentions."""
        return [mention for mention in found.doubtful if mention.key in self.words]

    def attachments(self, files: Iterable[Attachment]) -> list[Attachment]:
        """Those of the doubtful files."""
        return [kept for kept in files if kept.pk in self.files]

    def unseen(self, found: Footprint, files: Iterable[Attachment]) -> int:
        """How many of the doubtful nobody was shown."""
        keys = {mention.key for mention in found.doubtful} | set(map(file_key, files))
        return len(keys - self.shown)


def file_key(kept: Attachment) -> str:
    """How a file is named among what was shown."""
    return f"file:{kept.pk}"


NOTHING_CHOSEN = Chosen()


def doubtful_files(person: Person) -> list[Attachment]:
    """Files of records around the person, newest first, in two questions."""
    units = _units_of(person)
    where = Q(pk__in=[])
    for holding in all_holdings() if units else ():
        if holding.unit and not (holding.own or holding.kept or holding.files_stay):
            rows = holding.table._base_manager.filter(**{f"{holding.unit}__in": units})
            label = holding.table._meta.label_lower
            where |= Q(subject_type=label, subject_id__in=rows.values("pk"))
    return list(Attachment.objects.filter(where).order_by("-at", "-pk"))


def _units_of(person: Person) -> set[int]:
    """The units near which something of the person stands."""
    of_a_unit = [one for one in all_holdings() if one.unit and one.paths]
    one, *others = (
        own_rows(holding, person).order_by().values_list(holding.unit, flat=True)
        for holding in of_a_unit
    )
    return set(one.union(*others)) - {None}
