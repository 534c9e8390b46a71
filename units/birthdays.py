"""A birthday on both calendars: the solar day counts, the lunar one is kept beside it (K6)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.calendar import LunarDay


@dataclass(frozen=True)
class Birthday:
    """`lunar` is what was said, as `LunarDay` writes it; empty where the solar day was said."""

    solar: date
    lunar: str = ""

    @property
    def lunar_day(self) -> LunarDay | None:
        """The lunar day that was said."""
        return LunarDay.stored(self.lunar)

    def __str__(self) -> str:
        said = self.lunar_day
        if said is None:
            return f"{self.solar:%Y-%m-%d}"
        day = {"solar": f"{self.solar:%Y-%m-%d}", "lunar": lunar_text(said)}
        return _("%(solar)s (%(lunar)s)") % day


def lunar_text(day: LunarDay) -> str:
    """农历一九七五年八月初五 in Chinese, "lunar 1975-08-05" elsewhere."""
    if (get_language() or "").startswith("zh"):
        return f"农历{day.chinese}"
    plain = f"{day.year:04}-{day.month:02}-{day.day:02}"
    text = _("lunar %(day)s, leap month") if day.leap else _("lunar %(day)s")
    return text % {"day": plain}
