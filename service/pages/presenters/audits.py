"""Case audits in words: never whom they are about."""

from datetime import date, datetime

from planning import clock
from planning.audits.queries import (
    CaseState,
    CaseToAudit,
    Chosen,
    SampleOpen,
    SampleSeen,
    SampleWhole,
)
from planning.audits.rules import Counted, Strata
from planning.measures.rules import Shown
from service.pages.presenters.counts import count
from service.pages.presenters.dates import day, deadline, moment, short_moment
from service.pages.presenters.tags import Tag
from service.pages.presenters.work import WorkLine

STRATA_WORDS = {
    Strata.NONE: "Nothing: every concern has the same chance",
    Strata.TEAM: "Teams: as many of each team as it has concerns",
    Strata.OUTCOME: "Outcomes: as many of each latest outcome as there are",
}
FEW, HIDDEN = "5 or fewer", "hidden"


def facts(sample: SampleSeen) -> list[tuple[str, str]]:
    """How it was drawn: enough to draw it again."""
    return [
        ("Meetings held", f"{day(sample.from_on)} to {day(sample.until_on)}"),
        ("Cases", str(sample.size)),
        ("Likeness kept", STRATA_WORDS[sample.strata]),
        ("Read by", f"the end of {day(sample.due_on)}"),
        ("Seed and algorithm", f"{sample.seed}, algorithm {sample.algorithm}"),
        ("Fingerprint of all concerns drawn from", sample.fingerprint),
        ("Drawn", f"{short_moment(sample.drawn_at)} by {sample.drawn_by_name}"),
    ]


def cases(seen: SampleWhole) -> list[tuple[str, str, Tag]]:
    """Each case: its number, its auditor, how far it is."""
    size = len(seen.cases)
    return [
        (f"Case {case.number} of {size}", case.auditor_name or "Nobody yet", _state(case))
        for case in seen.cases
    ]


def progress(seen: SampleWhole) -> str:
    """“3 of 20 cases audited”."""
    done = sum(case.audited for case in seen.cases)
    return f"{done} of {count(len(seen.cases), 'case')} audited"


def open_cases(seen: SampleWhole) -> list[tuple[str, str]]:
    """The cases that can be given to somebody, also again."""
    return [
        (str(case.number), f"Case {case.number}" + (f", now {case.auditor_name}" * given))
        for case in seen.cases
        if not case.audited
        for given in [case.auditor_name is not None]
    ]


def shown(counted: Counted) -> list[str]:
    """The counts of one question, small ones hidden."""
    return [_figure(one.cases) for one in counted.counts]


def _figure(found: Shown) -> str:
    if found.value is not None:
        return str(found.value)
    return FEW if found.few else HIDDEN


def to_audit(work: CaseToAudit, now: datetime, closed: frozenset[date]) -> WorkLine:
    """A case that its auditor has to read; its senior manager knows of it."""
    return WorkLine(
        text=f"Audit case {work.number}" if work.own else f"Case audit {work.number} of a concern",
        href=f"/audit-cases/{work.id}",
        about="Read the record and answer the questions."
        if work.own
        else "An auditor was let into a concern of yours. You have nothing to do.",
        due=deadline(work.due_on, clock.today(now), closed),
    )


def to_finish(found: SampleOpen, now: datetime, closed: frozenset[date]) -> WorkLine:
    """A sample that the partnership sees to."""
    without = found.size - found.given
    asks = "Give them to auditors." if without else "Its auditors are at work."
    return WorkLine(
        text=f"Case audit: {found.audited} of {count(found.size, 'case')} audited",
        href=f"/audits/{found.id}",
        about=f"{count(without, 'case')} without an auditor. {asks}" if without else asks,
        due=deadline(found.due_on, clock.today(now), closed),
    )


def chosen_words(found: Chosen) -> str:
    """Those in the concern know that it is read."""
    return f"Chosen for a case audit on {moment(found.drawn_at)}, by {found.drawn_by_name}."


def _state(case: CaseState) -> Tag:
    if case.audited:
        return Tag("Audited", "green")
    return Tag("Assigned", "blue") if case.auditor_id else Tag("Not assigned", "grey")
