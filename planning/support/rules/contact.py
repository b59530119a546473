"""Whether the contact that the strategy promises was made (decision 0040).

A week is Monday to Sunday. A week that began before the promise held, and the week that runs now,
are never missed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from enum import StrEnum

import msgspec

from planning.clock import monday
from planning.errors import Blocker
from planning.operations.rules import ENDED, OperationState, text_faults

WEEK = timedelta(days=7)
WEEKS_SHOWN = 4
NOTE_LENGTH = 4000
LATEST_ENTRY = timedelta(days=366)
MOST_CONTACTS = 100


class ContactKind(StrEnum):
    """How a child was met or spoken to."""

    VISIT = "visit"
    VIDEO = "video"
    PHONE = "phone"
    MESSAGE = "message"
    ATTEMPT = "attempt"
    """Nobody answered: it is on record and does not count."""


SEES = frozenset({ContactKind.VISIT, ContactKind.VIDEO})


class ContactDraft(msgspec.Struct, frozen=True):
    """A contact with a child. `seen`: the child was seen, not only heard."""

    happened_on: date
    kind: ContactKind
    seen: bool = False
    note: str = ""


class Phase(StrEnum):
    """The phases for which a strategy promises contact."""

    BEFORE_LIVE = "before_live"
    BEFORE_TRIAL = "before_trial"
    DURING_TRIAL = "during_trial"
    AFTER_TRIAL = "after_trial"


class ContactState(StrEnum):
    """Whether the promised contact was made."""

    NOT_EXPECTED = "not_expected"
    MET = "met"
    DUE = "due"
    OVERDUE = "overdue"


class Promise(msgspec.Struct, frozen=True):
    """Contacts a week that are promised now, and since when; no date: since ever."""

    contacts: int
    since: date | None = None


class ContactStanding(msgspec.Struct, frozen=True):
    """How contact stands with one child."""

    state: ContactState
    minimum: int
    this_week: int
    last_week: int


class WeekSeen(msgspec.Struct, frozen=True):
    """One week of contact; `met` is `None` where nothing was promised for the whole of it."""

    monday: date
    contacts: int
    met: bool | None


def contact_faults(draft: ContactDraft, *, today: date) -> list[Blocker]:
    """Every fault of an entry in the contact log."""
    faults = text_faults(
        draft.note, field="note", what="the note", limit=NOTE_LENGTH, needed=False
    )  # fmt: skip
    if not today - LATEST_ENTRY <= draft.happened_on <= today:
        faults.append(
            Blocker("Enter a date in the last year that is not in the future.", "happened_on")
        )
    if draft.seen and draft.kind not in SEES:
        faults.append(Blocker("A child is seen on a visit or by video only.", "seen"))
    return faults


def phase_of(state: OperationState) -> Phase | None:
    """The phase of support; none once the operation is over."""
    if state in ENDED:
        return None
    return {
        OperationState.LIVE: Phase.BEFORE_TRIAL,
        OperationState.TRIAL: Phase.DURING_TRIAL,
        OperationState.POST_TRIAL: Phase.AFTER_TRIAL,
        OperationState.CLOSING: Phase.AFTER_TRIAL,
    }.get(state, Phase.BEFORE_LIVE)


def promised(
    rows: Sequence[Mapping[str, str]],
    *,
    state: OperationState,
    covert: bool,
    live_on: date | None,
    state_since: date | None,
) -> Promise:
    """What the strategy's table promises now.

    Before go-live a covert operation promises nothing unless a row says so; an open one promises
    what holds before trial.
    """
    phase, said = phase_of(state), _said(rows)
    if phase is Phase.BEFORE_LIVE:
        fallback = 0 if covert else said.get(Phase.BEFORE_TRIAL, 0)
        return Promise(said.get(phase, fallback))
    since = live_on if state is OperationState.LIVE else state_since
    return Promise(said.get(phase, 0) if phase else 0, since)


def ratio(written: str) -> int | None:
    """How many children one key worker has at most; `None` where the strategy does not say."""
    return _whole(written) or None


def contact_standing(
    promise: Promise, *, attached_on: date, this_week: int, last_week: int, today: date
) -> ContactStanding:
    """Whether contact is met; a missed week is made good by meeting this week's promise."""
    return ContactStanding(
        state=_state(promise, attached_on, this_week, last_week, today),
        minimum=promise.contacts,
        this_week=this_week,
        last_week=last_week,
    )


def weeks_of(
    promise: Promise, made_on: Sequence[date], *, attached_on: date, today: date
) -> list[WeekSeen]:
    """This week and the full ones before it, the latest first."""
    this = monday(today)
    weeks = []
    for number in range(WEEKS_SHOWN + 1):
        start = this - number * WEEK
        made = sum(start <= day < start + WEEK for day in made_on)
        judged = _holds(promise, attached_on, start) and (number > 0 or made >= promise.contacts)
        weeks.append(WeekSeen(start, made, made >= promise.contacts if judged else None))
    return [week for week in weeks if week.monday + WEEK > attached_on]


def _state(
    promise: Promise, attached_on: date, this_week: int, last_week: int, today: date
) -> ContactState:
    if promise.contacts == 0:
        return ContactState.NOT_EXPECTED
    if this_week >= promise.contacts:
        return ContactState.MET
    last = monday(today) - WEEK
    if _holds(promise, attached_on, last) and last_week < promise.contacts:
        return ContactState.OVERDUE
    return ContactState.DUE


def _holds(promise: Promise, attached_on: date, start: date) -> bool:
    """Whether the promise held for this child in the whole week."""
    since = max(attached_on, promise.since or attached_on)
    return promise.contacts > 0 and since <= start


def _said(rows: Sequence[Mapping[str, str]]) -> dict[Phase, int]:
    """Phases by how the strategy's own table calls them; a row that says no number is left out."""
    return {
        phase: number
        for row in rows
        if (phase := _called(row.get("phase", "")))
        and (number := _whole(row.get("contacts_a_week", ""))) is not None
    }


def _called(words: str) -> Phase | None:
    folded = words.strip().casefold()
    names = {
        "before go-live": Phase.BEFORE_LIVE,
        "before": Phase.BEFORE_TRIAL,
        "during": Phase.DURING_TRIAL,
        "after": Phase.AFTER_TRIAL,
    }
    return next((phase for name, phase in names.items() if folded.startswith(name)), None)


def _whole(written: str) -> int | None:
    """A number rounded up in the child's favour; `None` for what is none."""
    try:
        number = Decimal(written.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= MOST_CONTACTS:
        return None
    return int(number.to_integral_value(ROUND_CEILING))
