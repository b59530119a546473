"""Reading a working week as people write it: 9am to 12:30pm, 2pm to 5pm."""

import re

from planning.diaries.rules.hours import WEEKDAYS, HoursSpan, field_of
from service.pages.forms import Form
from service.pages.forms.dates import read_time

_BETWEEN = re.compile(r"[,;\n]|\band\b")
_TO = re.compile(r"\bto\b|[-–]")
LONGEST_LINE = 200


def read_hours(form: Form) -> list[HoursSpan]:
    """Every day's spans; what cannot be read is noted at its day."""
    return [span for weekday in range(1, len(WEEKDAYS) + 1) for span in _day(form, weekday)]


def _day(form: Form, weekday: int) -> list[HoursSpan]:
    field, name = field_of(weekday), WEEKDAYS[weekday - 1]
    typed = form.text(field, label=name, max_length=LONGEST_LINE).strip().lower()
    spans = []
    for part in filter(None, (part.strip() for part in _BETWEEN.split(typed))):
        read = [read_time(text) for text in _TO.split(part)]
        if len(read) != 2 or read[0] is None or read[1] is None:  # noqa: PLR2004 - from and to
            form.add_error(field, f"{name} must be times like 9am to 5pm")
            return []
        spans.append(HoursSpan(weekday, read[0], read[1]))
    return spans
