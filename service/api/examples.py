"""An example of every body, made from its type and from words for its fields' names."""

from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

ID = "6f0d8f7e-3c1a-4f52-9f0e-2b7d41c6a590"
WORDS = {
    "name": "Operation Larch",
    "email": "ola.brandt@example.org",
    "reference": "N-20418",
    "references": "N-20418",
    "team": "North locality",
    "purpose": "To decide whether to start a section 47 enquiry.",
    "place": "Room 4, Northborough House",
    "apology": "At court that morning.",
    "text": "All agencies gave what they know.",
    "what": "Visit the child at school",
    "note": "Seen at school, spoke alone.",
    "outcome": "The next meeting decides, whatever is still missing.",
    "child_safe_meanwhile": "Stays with the grandmother; visited each day.",
    "follow_on": "Assessment by the north team, first visit booked.",
    "title": "Key worker lead",
    "kind": "Social workers",
    "unit": "people",
    "password": "the password that you sign in with",
    "condition": "Two more interview slots each week",
    "success_test": "The child was seen alone at school.",
    "evidence": "Slots booked from 13 April.",
}
OF_ONE: dict[str, object] = {
    "ActionDone.done_on": "2026-11-20",
    "ActionDone.evidence": "Seen at school on Friday; the social worker has the note.",
    "Attendance.apology": "",
    "CalendarFile.calendar": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n"
    "END:VCALENDAR\r\n",
    "HoursSpan.starts": "09:00:00",
    "HoursSpan.ends": "17:00:00",
    "Length.minutes": 60,
    "LocalTimes.ends_on": None,
    "LocalTimes.ends": "11:00:00",
    "NewAbsence.until_on": "2027-03-05",
    "NewAbsence.ends": "16:00:00",
    "NewAgency.name": "Northborough Police",
    "NewChild.born_on": "2014-05-06",
    "NewChild.name": "Alex Example",
    "NewChild.separate_reason": "",
    "NewPerson.name": "Ola Brandt",
    "NewReport.quarter": "2026-07-01",
    "NewReport.known_on": "2026-10-15",
    "OperationDraft.summary": "Exploitation of young people around the market square.",
    "RoomDraft.site": "Northborough House",
    "RoomDraft.name": "Room 4",
    "RoomDraft.capacity": 12,
    "Sought.minutes": 60,
    "RoleDraft.until_on": "2027-09-30",
    "ResourceDraft.until_on": "2027-09-30",
}
"""Words for a field of one type of body alone."""
PLAIN: dict[Any, object] = {
    UUID: ID,
    str: "Because the risk to the child has changed.",
    int: 1,
    bool: True,
    Decimal: "4",
    date: "2027-03-04",
    time: "10:00:00",
    datetime: "2026-11-20T09:30:00Z",
    Any: "As the strategic group agreed.",
}


def example(kind: Any, name: str = "") -> Any:
    """Plain JSON that a body of this type could be; optional parts are there."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return example(next(one for one in arguments if one is not NoneType), name)
    if origin is list:
        return [example(arguments[0], name)]
    if origin is dict:
        return {"first_field": example(arguments[1], name)}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _fields(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    return WORDS[name] if kind is str and name in WORDS else PLAIN[kind]


def _fields(kind: type[msgspec.Struct]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {
        field.encode_name: OF_ONE.get(
            f"{kind.__name__}.{field.name}", example(hints[field.name], field.name)
        )
        for field in msgspec.structs.fields(kind)
    }
