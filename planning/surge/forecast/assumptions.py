"""What a forecast rests on beside the plan: figures with their bounds, defaults and sources.

Where no source fixes a figure it is Accord's own setting and says so.
"""

from typing import Literal

from msgspec import Struct, structs

from planning.errors import Blocker

SURGE_DAYS = 42
"""Working days: two months."""
SEED_MEETINGS, SEED_VICTIMS = 90, 27
"""Review §4.33: additional strategy meetings in those two months, and young people."""
_OURS = "Accord’s setting: no source fixes it"
_REVIEW = "The review, paragraph 4.33: 90 more meetings in two months for 27 young people"


class Assumptions(Struct, frozen=True, kw_only=True):
    """Shares are per cent, times are working days; `ASSUMED` says what each one means."""

    meetings_per_victim: float = SEED_MEETINGS / SEED_VICTIMS
    suspected_share: float = 80.0
    spread: float = 30.0
    half_life: int = 10
    convened_within: int = 3
    review_from: int = 5
    review_to: int = 10
    attendees: float = 8.0
    in_person: float = 70.0
    conference_share: float = 31.0
    conference_within: int = 15
    victims_per_key_worker: float = 5.0
    meetings_per_chair: float = 5.0
    meetings_per_minute_taker: float = 4.0
    meetings_per_attendee: float = 5.0
    meetings_per_room_day: float = 3.0


class Assumed(Struct, frozen=True):
    """One assumption in words; `source` is where its default comes from."""

    field: str
    label: str
    unit: str
    least: float
    most: float
    source: str
    kind: Literal["number", "whole", "share"] = "number"


ASSUMED = (
    Assumed("meetings_per_victim", "Strategy meetings for each victim",
            f"meetings in the first {SURGE_DAYS} working days", 1, 20, _REVIEW),
    Assumed("suspected_share", "Suspected victims who turn out to be victims", "%", 0, 100, _OURS,
            "share"),
    Assumed("spread", "How far the number not yet known may be off", "%, up or down", 0, 100,
            _OURS, "share"),
    Assumed("half_life", "Disclosures after go-live halve every", "working days", 1, 60, _OURS,
            "whole"),
    Assumed("convened_within", "First meeting after a disclosure within", "working days", 1, 20,
            "Procedures of English partnerships: at most 3 working days", "whole"),
    Assumed("review_from", "Next meeting after a meeting, at the soonest", "working days", 1, 60,
            _OURS, "whole"),
    Assumed("review_to", "Next meeting after a meeting, at the latest", "working days", 1, 60,
            _OURS, "whole"),
    Assumed("attendees", "People at a meeting", "people, of all agencies", 1, 40,
            "Published practice: about 8, and 10 to 20 when complex"),
    Assumed("in_person", "Meetings that need a room", "%", 0, 100, _OURS, "share"),
    Assumed("conference_share", "Victims who go on to a child protection conference", "%", 0, 100,
            "England, year to March 2025: 72,100 conferences after 230,590 enquiries", "share"),
    Assumed("conference_within", "Conference after the first meeting within", "working days",
            1, 60, "Statutory guidance: 15 working days", "whole"),
    Assumed("victims_per_key_worker", "Young people for each key worker", "young people", 1, 50,
            _OURS),
    Assumed("meetings_per_chair", "Meetings that one chair holds", "in a full week", 0.5, 40,
            _OURS),
    Assumed("meetings_per_minute_taker", "Meetings that one minute taker writes up",
            "in a full week", 0.5, 40, _OURS),
    Assumed("meetings_per_attendee", "Meetings that one practitioner prepares and attends",
            "in a full week", 0.5, 40, _OURS),
    Assumed("meetings_per_room_day", "Meetings that one room holds", "in a day", 0.5, 16, _OURS),
)  # fmt: skip
VICTIM_FIGURES = (
    Assumed("victims_known", "Victims known", "victims", 0, 100_000, "", "whole"),
    Assumed("victims_suspected", "Victims suspected", "victims", 0, 100_000, "", "whole"),
    Assumed("victims_planning", "Number to plan for", "victims", 0, 100_000, "", "whole"),
)
MORE = (
    Assumed("more_chairs", "More chairs", "people each week", 0, 50, "", "whole"),
    Assumed("more_minute_takers", "More minute takers", "people each week", 0, 50, "", "whole"),
)
CHANGEABLE = (*VICTIM_FIGURES, *MORE, *ASSUMED)
"""Everything that a reader may ask “what if” of."""


def assumption_faults(assumptions: Assumptions) -> list[Blocker]:
    """Every figure that is out of its bounds or contradicts another."""
    said = structs.asdict(assumptions)
    faults = [fault for one in ASSUMED for fault in bound_faults(one, said[one.field])]
    if not faults and assumptions.review_to < assumptions.review_from:
        words = "The latest next meeting cannot come before the soonest."
        faults.append(Blocker(words, "review_to"))
    return faults


def bound_faults(one: Assumed, number: float) -> list[Blocker]:
    """Why a number cannot stand for it."""
    whole = one.kind == "whole"
    if one.least <= number <= one.most and not (whole and number != int(number)):
        return []
    kind = "whole number" if whole else "number"
    words = f"{one.label}: enter a {kind} from {one.least:g} to {one.most:,g}."
    return [Blocker(words, one.field)]
