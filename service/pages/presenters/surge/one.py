"""One meeting of a batch, line by line."""

from planning.surge.rules.batches import WHY_WORDS
from planning.surge.rules.seen import BatchMeeting
from service.pages.presenters.counts import listed
from service.pages.presenters.dates import day, moment
from service.pages.presenters.surge.board import pin_words, place_words
from service.pages.presenters.surge.confirming import people_words


def meeting_rows(found: BatchMeeting) -> list[tuple[str, str]]:
    """What it is for, where the proposal has it, and with whom."""
    rows = [
        ("Children", listed([f"{one.name} ({one.reference})" for one in found.children])),
        ("Meeting", found.kind_words),
        ("Why it waits", WHY_WORDS[found.why]),
        ("Due", f"{day(found.due_on)}{', late already' if found.late else ''}"),
        ("Quorum needs", listed(found.quorum)),
        ("Where people meet", found.site or "Online"),
    ]
    if found.meeting_id and found.starts_at:
        rows.append(("Convened for", moment(found.starts_at)))
    if found.place:
        rows += [
            ("Proposed", place_words(found.place)),
            *([("Room", found.place.room_name)] if found.place.room_name else []),
            ("People", people_words(found.place)),
            ("Usual people who cannot come", listed(found.place.missing) or "None"),
        ]
    if found.pinned:
        rows.append(("Pinned to", pin_words(found)))
    return rows
