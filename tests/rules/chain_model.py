"""A chain's state worked out slowly, from the words of the design alone."""

from datetime import date, timedelta

from planning.chains.rules import Alert, Entry
from planning.clock import NONE_CLOSED, is_working_day, london_date
from planning.procedures.rules import CONCLUDED, HANDED_OVER, NoDecisionReason, Outcome


def model_run(ordered: list[Entry]) -> list[Entry]:
    """Everything adjourned of which no later entry is a decision."""
    undecided = {Outcome.ADJOURNED} | HANDED_OVER
    return [
        one
        for place, one in enumerate(ordered)
        if one.outcome is Outcome.ADJOURNED
        and all(later.outcome in undecided for later in ordered[place:])
    ]


def model_working_days(since: date, until: date) -> int:
    days = [since + timedelta(days=n) for n in range(1, (until - since).days + 1)]
    return sum(is_working_day(day, NONE_CLOSED) for day in days)


def model_same_reason(run: list[Entry]) -> bool:
    def same(one: Entry, other: Entry) -> bool:
        if one.no_decision_reason != other.no_decision_reason:
            return False
        if one.no_decision_reason is NoDecisionReason.OTHER:
            return False
        if one.no_decision_reason is NoDecisionReason.INFORMATION_OUTSTANDING:
            return one.reason_agency_id == other.reason_agency_id
        return True

    return any(same(run[a], run[b]) for a in range(len(run)) for b in range(len(run)) if a < b)


def model_slips(run: list[Entry]) -> int:
    count = 0
    for one in run:
        current = one.next_on
        for moved in one.moved_to:
            if current is not None and moved > current:
                count += 1
            current = moved
    return count


def model_alert(chain: list[Entry], as_of: date) -> Alert:
    run = model_run(chain)
    last = chain[-1] if chain else None
    red = amber = False
    if run and last:
        days = model_working_days(london_date(run[0].held_at), as_of)
        red |= len(run) >= 3 or days > 10 or model_same_reason(run) or model_slips(run) >= 2
        amber |= len(run) == 2 or days > 5
        if last.outcome is Outcome.ADJOURNED:
            next_on = last.moved_to[-1] if last.moved_to else last.next_on
            amber |= next_on is None
            red |= next_on is not None and next_on < as_of
    waiting = [
        one
        for place, one in enumerate(chain)
        if one.outcome in HANDED_OVER
        and all(later.outcome in {Outcome.ADJOURNED} | HANDED_OVER for later in chain[place:])
    ]
    for one in waiting:
        days = model_working_days(london_date(one.held_at), as_of)
        red |= days > 5
        amber |= days > 2
    return Alert.RED if red else Alert.AMBER if amber else Alert.NONE


def model_anchor(chain: list[Entry]) -> date | None:
    """Each enquiry by itself: from a start to its conclusion."""
    anchor: date | None = None
    running_anchor = False
    for one in chain:
        if one.outcome in {Outcome.S47_INITIATED_JOINT, Outcome.S47_INITIATED_SOCIAL_CARE}:
            if not running_anchor:
                anchor, running_anchor = london_date(one.held_at), True
        elif one.outcome is Outcome.S47_INITIATED_POLICE and not running_anchor:
            anchor = None
        elif one.outcome is Outcome.S47_CONCLUDED_WITH_CONFERENCE:
            running_anchor = False
        elif one.outcome in CONCLUDED:
            anchor, running_anchor = None, False
    return anchor
