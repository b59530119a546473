"""Undecided chains in words, a line each, and the same for a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planning.chains.queries import UndecidedChain
from planning.chains.rules import Alert
from planning.clock import london_date
from planning.procedures.rules import MeetingKind, Profile
from service.pages.presenters.chains import chain_tag, chain_words
from service.pages.presenters.counts import listed
from service.pages.presenters.dates import Deadline, deadline, short_day
from service.pages.presenters.tags import Tag
from service.web.csv import Cell

ALERT_OPTIONS = [
    (Alert.RED.value, "Red alert"),
    (Alert.AMBER.value, "At risk"),
    (Alert.NONE.value, "Neither"),
]
HEADING = (
    "Child", "Reference", "Team", "Senior manager", "Meetings without a decision",
    "Undecided since", "Working days without a decision", "Alert", "Why this needs attention",
    "Last meeting", "Reason given at the last meeting", "Owed by", "Reason given twice",
    "Absent from the last meeting", "Absent again", "Next date",
    "Handed over without an answer", "Review owed",
)  # fmt: skip
_ALERT_WORDS = dict(ALERT_OPTIONS) | {Alert.NONE.value: ""}


@dataclass(frozen=True, slots=True)
class UndecidedLine:
    """One child in the list; `next_date` is `None` while none is set, `handed_over` since when a
    receiver has not answered.
    """

    concern_id: str
    name: str
    href: str
    reference: str
    words: str
    tag: Tag
    why: str
    again: str
    absent: list[str]
    next_date: Deadline | None
    handed_over: str
    manager: str
    review_owed: bool


def undecided_line(chain: UndecidedChain, today: date, closed: frozenset[date]) -> UndecidedLine:
    """Why nothing was decided, who stayed away, and when they meet again."""
    state = chain.state
    return UndecidedLine(
        concern_id=str(chain.concern_id),
        name=chain.child_name,
        href=f"/concerns/{chain.concern_id}",
        reference=chain.reference,
        words=chain_words(state),
        tag=chain_tag(state) if chain.is_open else Tag("Closed undecided", "red"),
        why=_why(chain),
        again=_again(chain),
        absent=_absent(chain),
        next_date=deadline(state.next_on, today, closed) if state.next_on else None,
        handed_over=short_day(state.handed_over_on) if state.handed_over_on else "",
        manager=chain.senior_manager_name,
        review_owed=state.review.owed,
    )


def kind_options(profile: Profile) -> list[tuple[str, str]]:
    """Types of meeting as the partnership calls them."""
    return [(kind.value, profile.kinds[kind].words) for kind in MeetingKind]


def undecided_cells(chain: UndecidedChain) -> list[Cell]:
    """One row of the file, under `HEADING`."""
    state = chain.state
    return [
        chain.child_name,
        chain.reference,
        chain.team,
        chain.senior_manager_name,
        state.run,
        state.undecided_since,
        state.days_undecided,
        _ALERT_WORDS[state.alert],
        " ".join(warned.message for warned in state.warnings),
        london_date(chain.last_held_at),
        chain.reason_words,
        chain.reason_agency_name,
        chain.same_reason_words,
        "; ".join(chain.absent_last),
        "; ".join(chain.absent_again),
        state.next_on,
        state.handed_over_on,
        state.review.owed,
    ]


def _why(chain: UndecidedChain) -> str:
    if not chain.reason_words:
        return "The receiver did not take the child on."
    owed = f", owed by {chain.reason_agency_name}" if chain.reason_agency_name else ""
    return f"{chain.reason_words}{owed}."


def _again(chain: UndecidedChain) -> str:
    """The reason that was given twice need not be the last one."""
    if chain.same_reason_words is None:
        return ""
    if chain.state.same_reason is chain.reason:
        return "The same reason again."
    return f"Given twice: {chain.same_reason_words.lower()}."


def _absent(chain: UndecidedChain) -> list[str]:
    """Who stayed away again is named first, once."""
    again: Sequence[str] = chain.absent_again
    once = [name for name in chain.absent_last if name not in again]
    return [
        *([f"Again: {listed(list(again))}"] if again else []),
        *([f"Last time: {listed(once)}"] if once else []),
    ]
