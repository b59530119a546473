"""What an operation may become, and what it must say. Source: review §2.6, §3.11, §4.24, §4.25."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker

NAME_LENGTH = 200
SUMMARY_LENGTH = 4000
REASON_LENGTH = 500
VICTIMS_AT_MOST = 100_000
YEARS_AHEAD = 10


class OperationState(StrEnum):
    """Where an operation stands."""

    PROPOSED = "proposed"
    PLANNING = "planning"
    SIGN_OFF = "sign_off"
    READY = "ready"
    LIVE = "live"
    TRIAL = "trial"
    POST_TRIAL = "post_trial"
    CLOSING = "closing"
    CLOSED = "closed"
    PAUSED = "paused"
    STOOD_DOWN = "stood_down"


STATE_WORDS = {
    OperationState.PROPOSED: "Proposed",
    OperationState.PLANNING: "Planning",
    OperationState.SIGN_OFF: "Sign-off",
    OperationState.READY: "Ready",
    OperationState.LIVE: "Live",
    OperationState.TRIAL: "Trial",
    OperationState.POST_TRIAL: "Post-trial support",
    OperationState.CLOSING: "Closing",
    OperationState.CLOSED: "Closed",
    OperationState.PAUSED: "Paused",
    OperationState.STOOD_DOWN: "Stood down",
}


class Act(StrEnum):
    """What moves an operation on. The gate's acts belong to `planning.go_live`."""

    START_PLANNING = "start_planning"
    SUBMIT = "submit"
    REVISE = "revise"
    DECLARE_READY = "declare_ready"
    GO_LIVE = "go_live"
    GO_LIVE_WITHOUT_SIGN_OFF = "go_live_without_sign_off"
    START_TRIAL = "start_trial"
    END_TRIAL = "end_trial"
    START_CLOSING = "start_closing"
    CLOSE = "close"
    PAUSE = "pause"
    STAND_DOWN = "stand_down"


ACT_WORDS = {
    Act.START_PLANNING: "start planning",
    Act.SUBMIT: "submit a plan",
    Act.REVISE: "go back to planning",
    Act.DECLARE_READY: "declare ready",
    Act.GO_LIVE: "go live",
    Act.GO_LIVE_WITHOUT_SIGN_OFF: "go live without sign-off",
    Act.START_TRIAL: "start the trial phase",
    Act.END_TRIAL: "start post-trial support",
    Act.START_CLOSING: "start closing",
    Act.CLOSE: "close",
    Act.PAUSE: "pause",
    Act.STAND_DOWN: "stand down",
}

_S = OperationState
BEFORE_LIVE = (_S.PROPOSED, _S.PLANNING, _S.SIGN_OFF, _S.READY, _S.PAUSED)
ENDED = frozenset({_S.CLOSED, _S.STOOD_DOWN})

TRANSITIONS: dict[tuple[OperationState, Act], OperationState] = {
    (_S.PROPOSED, Act.START_PLANNING): _S.PLANNING,
    (_S.PAUSED, Act.START_PLANNING): _S.PLANNING,
    (_S.PROPOSED, Act.SUBMIT): _S.SIGN_OFF,
    (_S.PLANNING, Act.SUBMIT): _S.SIGN_OFF,
    (_S.READY, Act.SUBMIT): _S.SIGN_OFF,
    (_S.SIGN_OFF, Act.REVISE): _S.PLANNING,
    (_S.READY, Act.REVISE): _S.PLANNING,
    (_S.SIGN_OFF, Act.DECLARE_READY): _S.READY,
    (_S.SIGN_OFF, Act.GO_LIVE): _S.LIVE,
    (_S.READY, Act.GO_LIVE): _S.LIVE,
    **{(state, Act.GO_LIVE_WITHOUT_SIGN_OFF): _S.LIVE for state in BEFORE_LIVE},
    (_S.LIVE, Act.START_TRIAL): _S.TRIAL,
    (_S.TRIAL, Act.END_TRIAL): _S.POST_TRIAL,
    (_S.LIVE, Act.START_CLOSING): _S.CLOSING,
    (_S.POST_TRIAL, Act.START_CLOSING): _S.CLOSING,
    (_S.CLOSING, Act.CLOSE): _S.CLOSED,
    **{(state, Act.PAUSE): _S.PAUSED for state in BEFORE_LIVE[1:4]},
    **{(state, Act.STAND_DOWN): _S.STOOD_DOWN for state in BEFORE_LIVE},
}
"""The only table of legal moves: from a state, by an act, to a state."""

LEADS_OWN_ACTS = frozenset(Act) - {
    Act.SUBMIT, Act.DECLARE_READY, Act.GO_LIVE, Act.GO_LIVE_WITHOUT_SIGN_OFF,
}  # fmt: skip
"""Acts of the lead alone, without plans or the gate."""


class PartnershipEvent(StrEnum):
    """What the partnership is told of an operation (review §3.11)."""

    OPENED = "opened"
    AGENCIES_CHANGED = "agencies_changed"
    WENT_LIVE = "went_live"
    WITHOUT_SIGN_OFF = "without_sign_off"
    SIGN_OFF_OVERDUE = "sign_off_overdue"
    ENDED = "ended"


PARTNERSHIP_EVENT_WORDS = {
    PartnershipEvent.OPENED: "A new operation",
    PartnershipEvent.AGENCIES_CHANGED: "The agencies that must sign have changed",
    PartnershipEvent.WENT_LIVE: "It went live through the gate",
    PartnershipEvent.WITHOUT_SIGN_OFF: "It went live without sign-off",
    PartnershipEvent.SIGN_OFF_OVERDUE: "Signatures are overdue",
    PartnershipEvent.ENDED: "It has ended",
}


class Tier(StrEnum):
    """The two walls of an operation (review §4.24)."""

    SAFEGUARDING = "safeguarding"
    POLICE = "police"


class NewAgency(msgspec.Struct, frozen=True):
    """An agency that the operation requires, and why."""

    agency_id: UUID
    reason: str


class OperationDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about an operation; `planned_live_on` is a date in England."""

    name: str
    summary: str
    covert: bool
    victims_known: int
    victims_suspected: int
    victims_planning: int
    planned_live_on: date | None


class OperationDraft(OperationDetails, frozen=True, kw_only=True):
    """What the creator of an operation says about it, and who must sign."""

    agencies: list[NewAgency]


def can(state: OperationState, act: Act) -> bool:
    """Whether the lifecycle allows the act now."""
    return (state, act) in TRANSITIONS


def cannot(state: OperationState, act: Act) -> list[Blocker]:
    """A blocker when the lifecycle does not allow the act now."""
    if can(state, act):
        return []
    words = STATE_WORDS[state].lower()
    return [Blocker(f"You cannot {ACT_WORDS[act]}: the operation’s state is “{words}”.")]


def ended(state: OperationState) -> list[Blocker]:
    """A blocker when the operation is over and nothing in it changes any more."""
    if state in ENDED:
        return [Blocker(f"The operation is {STATE_WORDS[state].lower()}. It cannot be changed.")]
    return []


def diagram() -> str:
    """The lifecycle as a Mermaid state diagram, written from `TRANSITIONS`."""
    lines = ["stateDiagram-v2", "    [*] --> proposed"]
    lines += [f"    {old} --> {new}: {ACT_WORDS[act]}" for (old, act), new in TRANSITIONS.items()]
    lines += [f"    {state} --> [*]" for state in OperationState if state in ENDED]
    return "\n".join(lines) + "\n"


def clean(text: str) -> str:
    """Text as it is kept: NFC, one kind of line end, no blanks around."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def text_faults(value: str, *, field: str, what: str, limit: int, needed: bool) -> list[Blocker]:
    """Faults of one text: empty where needed, too long, or with control characters."""
    cleaned = clean(value)
    faults = []
    if needed and not cleaned:
        faults.append(Blocker(f"Enter {what}.", field))
    if len(cleaned) > limit:
        faults.append(Blocker(f"Shorten {what} to {limit:,} characters or fewer.", field))
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in cleaned):
        faults.append(Blocker(f"Take control characters out of {what}.", field))
    return faults


def draft_faults(draft: OperationDraft, *, today: date) -> list[Blocker]:
    """Every fault of a new operation, by field."""
    return [
        *_said_faults(draft),
        *_planned_faults(draft.planned_live_on, today),
        *agency_faults(draft.agencies),
    ]


def details_faults(
    details: OperationDetails, *, planned_before: date | None, today: date
) -> list[Blocker]:
    """Every fault of changed details; a planned date that has passed may stay as it is."""
    if details.planned_live_on == planned_before:
        return _said_faults(details)
    return [*_said_faults(details), *_planned_faults(details.planned_live_on, today)]


def _said_faults(details: OperationDetails) -> list[Blocker]:
    return [
        *text_faults(
            details.name, field="name", what="a name", limit=NAME_LENGTH, needed=True
        ),
        *text_faults(
            details.summary, field="summary", what="the summary", limit=SUMMARY_LENGTH, needed=True
        ),
        *_victim_faults(details),
    ]  # fmt: skip


def _victim_faults(draft: OperationDetails) -> list[Blocker]:
    figures = {
        "victims_known": draft.victims_known,
        "victims_suspected": draft.victims_suspected,
        "victims_planning": draft.victims_planning,
    }
    faults = [
        Blocker(f"Enter a whole number from 0 to {VICTIMS_AT_MOST:,}.", field)
        for field, figure in figures.items()
        if not 0 <= figure <= VICTIMS_AT_MOST
    ]
    if not faults and draft.victims_planning < draft.victims_known:
        faults.append(
            Blocker("Plan for at least as many victims as are known.", "victims_planning")
        )
    return faults


def _planned_faults(planned: date | None, today: date) -> list[Blocker]:
    if planned is None or today <= planned <= _latest(today):
        return []
    return [Blocker("Enter a date from today on, within ten years.", "planned_live_on")]


def _latest(today: date) -> date:
    return today.replace(day=1, year=today.year + YEARS_AHEAD)


def outside(day: date, field: str, *, opened_on: date, today: date) -> list[Blocker]:
    """A blocker for a date before the operation was opened or further ahead than anybody plans."""
    if opened_on <= day <= _latest(today):
        return []
    told = f"{opened_on:%-d %B %Y}, when the operation was opened"
    return [Blocker(f"Enter a date from {told}, within ten years.", field)]


def agency_faults(agencies: Sequence[NewAgency]) -> list[Blocker]:
    """Faults of required agencies: the same one twice, a reason missing or too long."""
    faults = [
        fault
        for index, agency in enumerate(agencies)
        for fault in text_faults(
            agency.reason,
            field=f"agencies.{index}.reason",
            what="why this agency is required",
            limit=REASON_LENGTH,
            needed=True,
        )
    ]
    if len({agency.agency_id for agency in agencies}) < len(agencies):
        faults.append(Blocker("Choose each agency once.", "agencies"))
    return faults
