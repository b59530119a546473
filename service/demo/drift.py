"""What the partnership watches: a hand-over that nobody answered, reviews, an audited sample."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from planning.audits.actions import assign_cases, draw_sample, record_findings
from planning.audits.queries import cases_to_audit
from planning.audits.rules import QUESTIONS, Draw, Found, Strata
from planning.audits.rules import Answer as Audited
from planning.chains.actions import record_clock_met
from planning.chains.queries import chain_of
from planning.chains.rules import ClockKind, ReviewAnswer
from planning.chains.rules.correcting import Disposition
from planning.clock import NONE_CLOSED, add_working_days, today
from planning.concerns.rules import NewChild, Opening
from planning.measures.actions import ask_for_report
from planning.measures.rules.period import last_whole_quarter
from planning.meetings.actions import correct_outcome
from planning.meetings.rules.closing import ChildDraft
from planning.operations.actions import attach_children
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome
from service.demo.ladder import disagree
from service.demo.meetings import Played
from service.demo.plot import WORKING_DAYS, working_days_before
from service.demo.reviewing import NEXT_TIME, review_if_owed
from service.demo.sitting import Meeting, attend, call, end, minute, write
from service.demo.stage import Stage, at, no_mail
from service.demo.words import AMISS

REVIEWED, OWED, CORRECTED = "Bethan Barlow", "Aisha Ashdown", "Nadia Netherton"
CONFERENCES = ("Uma Ullswater", "Elif Ellery", "Zara Birkin")
"""Held, some late; another child’s is still owed."""
RECEIVER = "Westmoor Council, children’s services: duty manager"
ATTACHED = 12
SAMPLE, AUDITED = 12, 8
TEAM = ("police", "nurse", "school")


async def watch_drift(
    stage: Stage, played: Sequence[Played], decided_without: UUID, lantern: UUID, now: datetime
) -> None:
    """`decided_without` is the concern that was decided without the police, `lantern` live."""
    day = today(now)
    known = {child.name: child for child in played}
    await _hand_over(stage, day)
    yesterday = working_days_before(day, 1)
    await review_if_owed(
        stage,
        known[REVIEWED].concern_id,
        at(yesterday, 11),
        answer=ReviewAnswer.DECIDE_NEXT_TIME,
        reason=NEXT_TIME,
    )
    await _correct(stage, known[CORRECTED], at(yesterday, 14))
    for name in CONFERENCES:
        await _hold_conference(stage, known[name], at(working_days_before(day, 12), 15))
    await disagree(stage, decided_without, at(yesterday, 16))
    await attach_children(
        operation_id=lantern,
        concern_ids=[child.concern_id for child in played[:ATTACHED]],
        reason="Seen with adults whom the operation watches.",
        actor=stage.people["seniormanager"],
        now=at(working_days_before(day, 4), 9),
    )
    await _audit(stage, day)
    await ask_for_report(
        quarter=last_whole_quarter(day).from_on,
        known_on=day,
        actor=stage.people["partnership"],
        now=now,
    )


async def _hand_over(stage: Stage, day: date) -> None:
    """Adjourned because another authority may be responsible, then handed over; no answer yet."""
    concern_ids: list[UUID] = []
    adjourned = ChildDraft(
        outcome=Outcome.ADJOURNED,
        outcome_reason="Nobody knows yet where she has lived since the spring.",
        no_decision_reason=NoDecisionReason.OTHER_AUTHORITY,
        next_on=working_days_before(day, 3),
        authorised_by=stage.id("seniormanager"),
    )
    handed = ChildDraft(
        outcome=Outcome.TRANSFERRED,
        outcome_reason="She lives with her father in Westmoor; the risk is there.",
        handed_to=RECEIVER,
    )
    for days, draft in ((6, adjourned), (3, handed)):
        on = working_days_before(day, days)
        meeting = Meeting(
            MeetingKind.REVIEW if concern_ids else MeetingKind.INITIAL, on, 12, "scheduler", TEAM,
            concern_ids=concern_ids,
            opening=None if concern_ids else _opening(stage, on),
        )  # fmt: skip
        convened = await call(stage, meeting)
        concern_ids = concern_ids or [convened.opened[0].id]
        await attend(stage, meeting, convened.meeting_id, TEAM)
        await write(stage, meeting, convened.meeting_id, dict.fromkeys(concern_ids, draft))
        await end(stage, meeting, convened.meeting_id)
        await minute(stage, meeting, convened.meeting_id, add_working_days(on, 1, NONE_CLOSED), ())


def _opening(stage: Stage, on: date) -> Opening:
    return Opening(
        [NewChild("NB-4507", "Tia Marlow", date(on.year - 13, 1, 16))],
        "Messages from an adult who offers her lifts to another town.",
        stage.id("seniormanager"),
        "North team",
        referred_on=working_days_before(on, 1),
    )


async def _correct(stage: Stage, child: Played, now: datetime) -> None:
    chair = stage.people[child.chair]
    chain = await chain_of(concern_id=child.concern_id, actor=chair, now=now)
    await correct_outcome(
        concern_id=child.concern_id,
        entry_id=chain.entries[-1].id,
        new=Disposition(outcome=Outcome.S47_INITIATED_SOCIAL_CARE),
        reason="All had agreed that social care begins alone; the wrong line was ticked.",
        actor=chair,
        now=now,
        enqueue=no_mail,
    )


async def _hold_conference(stage: Stage, child: Played, now: datetime) -> None:
    await record_clock_met(
        concern_id=child.concern_id,
        clock=ClockKind.CONFERENCE,
        met_on=now.date(),
        actor=stage.people[child.chair],
        now=now,
    )


async def _audit(stage: Stage, day: date) -> None:
    """A sample of the surge, most of it audited."""
    drawn_at, partnership = at(working_days_before(day, 3), 10), stage.people["partnership"]
    first, due_on = working_days_before(day, WORKING_DAYS), add_working_days(day, 10, NONE_CLOSED)
    sample_id = await draw_sample(
        draw=Draw(
            f"Northborough {day.year}",
            SAMPLE,
            first,
            working_days_before(day, 4),
            due_on,
            Strata.OUTCOME,
        ),
        actor=partnership,
        now=drawn_at,
    )
    auditor = stage.people["auditor"]
    await assign_cases(
        sample_id=sample_id,
        numbers=range(1, SAMPLE + 1),
        auditor_id=auditor.person_id,
        actor=partnership,
        now=drawn_at + timedelta(minutes=10),
        enqueue=no_mail,
    )
    for case in (await cases_to_audit(actor=auditor, now=drawn_at))[:AUDITED]:
        await record_findings(
            case_id=case.id,
            found=_findings(case.number),
            actor=auditor,
            now=at(working_days_before(day, 2), 9 + case.number % 8),
        )


def _findings(number: int) -> Mapping[str, Found]:
    """Every fourth answer finds something amiss."""
    return {
        question.key: Found(Audited.PARTLY, AMISS[turn % len(AMISS)])
        if (number + turn) % 4 == 0
        else Found(Audited.YES)
        for turn, question in enumerate(QUESTIONS)
    }
