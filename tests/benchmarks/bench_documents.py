"""The minutes of a meeting about 40 children as a PDF, through the renderer's own process."""

import time
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from planning import clock
from planning.meetings.queries import AddendumSeen, CorrectionSeen, MinutesSeen, PartSeen
from planning.meetings.rules.minutes import (
    ActionLine,
    ChildMinutes,
    JointMinutes,
    PersonLine,
    RecordLine,
)
from planning.meetings.rules.record import HEADINGS, Nature, Section
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import MeetingState
from service.documents.content import Sheet
from service.documents.html import minutes_html
from service.documents.minutes import minutes_content, version_words
from service.documents.pdf import make_pdf
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_most, benchmark, told

CHILDREN, PEOPLE, TIMES = 40, 18, 3
LONGEST = 3.0
SAID = (
    "Police hold two reports of missing episodes in February. The school has noted tiredness and "
    "new belongings. Health saw the child on 2 March and has no medical finding. "
)
AGENCIES = ("Police", "Hospital", "School", "Youth justice")
WRITTEN = (
    Section.CHILD_VOICE,
    Section.IDENTITY,
    Section.ANALYSIS,
    Section.CAPACITY,
    Section.COERCION,
    Section.MISSING,
    Section.BALANCE,
    Section.THRESHOLD,
    Section.FAMILY,
    Section.CONTINGENCY,
)


@benchmark("documents")
async def documents(_lab: Lab) -> list[Figure]:
    """Seconds from the read minutes to the finished PDF; the middle one of three."""
    sheet = Sheet(
        title="Minutes", version=version_words(_minutes()), reader="Sam Ward", made_at="today"
    )
    waits, size = [], 0
    for _ in range(TIMES):
        started = time.perf_counter()
        size = len(await make_pdf(minutes_html(minutes_content(_minutes(), sheet)), timeout=60))
        waits.append(time.perf_counter() - started)
    return [
        at_most(f"documents: minutes of {CHILDREN} children, median", median(waits), "s", LONGEST),
        told(f"documents: minutes of {CHILDREN} children, size", size / 1024, "KiB"),
    ]


def _minutes() -> MinutesSeen:
    now = clock.now()
    return MinutesSeen(
        meeting_id=UUID(int=1),
        reference="7K4-QXP",
        state=MeetingState.IN_CORRECTION,
        version=2,
        versions=2,
        chair_id=UUID(int=2),
        approved_by_name="Ola Brandt",
        approved_at=now,
        corrections_until=now + timedelta(days=7),
        joint=_joint(),
        children=[_child(number) for number in range(CHILDREN)],
        parts=[
            PartSeen(UUID(int=number), UUID(int=number), 1, now, []) for number in range(CHILDREN)
        ],
        corrections=[_correction(number) for number in range(0, CHILDREN, 8)],
        addenda=[
            AddendumSeen(UUID(int=number), UUID(int=number), SAID, "It came late.", "Ola", now)
            for number in range(0, CHILDREN, 10)
        ],
        acknowledged=False,
    )


def _joint() -> JointMinutes:
    now = clock.now()
    people = [
        PersonLine(f"Person {number}", "Manager", f"Agency {number % 9}")
        for number in range(PEOPLE)
    ]
    return JointMinutes(
        reference="7K4-QXP",
        kind_words="Exploitation",
        purpose=SAID,
        mode=Mode.VIDEO,
        place="",
        starts_at=now,
        ends_at=now + timedelta(hours=3),
        chair_name="Person 0",
        minute_taker_name="Person 1",
        present=people[2:],
        absent=people[:2],
        quorate=True,
        no_quorum_reason=None,
        items=[RecordLine(Section.JOINT_INFORMATION, "Joint information", SAID * 4)],
    )


def _child(number: int) -> ChildMinutes:
    return ChildMinutes(
        concern_id=UUID(int=number),
        child_name=f"Synthetic child {number}",
        reference=f"N-{number}",
        outcome_words="Section 47 enquiry starts, jointly",
        outcome_reason=SAID,
        no_decision_words=None,
        reason_agency_name=None,
        next_on=date(2026, 3, 30),
        authorised_by_name=None,
        actions=[
            ActionLine(
                UUID(int=turn), "Visit and report", UUID(int=turn), "Dev Marsh", agency,
                date(2026, 3, 9),
            )
            for turn, agency in enumerate(AGENCIES)
        ],
        items=[
            *(
                RecordLine(
                    Section.INFORMATION, "Information from agencies", SAID,
                    agency_name=agency, source="Own records", nature=Nature.FACT,
                )
                for agency in AGENCIES
            ),
            *(RecordLine(section, HEADINGS[section], SAID) for section in WRITTEN),
        ],
    )  # fmt: skip


def _correction(number: int) -> CorrectionSeen:
    now, about = clock.now(), UUID(int=number)
    return CorrectionSeen(about, about, 1, "items.0.body", SAID, SAID, "Police", now, now, 2, None)
