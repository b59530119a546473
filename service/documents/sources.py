"""What documents are made from, read as their reader: nothing else can get into them."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocked, Blocker
from planning.lessons.queries import afterwards_of, report_of
from planning.measures.queries import report
from planning.meetings.queries import minutes_of
from planning.operations.rules import Tier
from planning.people.rules import Actor
from planning.plans.queries import version
from planning.plans.queries.versions import VersionSeen, schedules_of
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries import answers_of
from planning.surge.queries.figures import Inputs, read_inputs
from planning.transactions import fetch_value
from service.documents import afterwards, forecasts
from service.documents.content import Sheet
from service.documents.html import afterwards_html, minutes_html, plan_html, report_html
from service.documents.minutes import minutes_content, version_words
from service.documents.plans import names_in, plan_content
from service.documents.reports import report_content
from service.pages.presenters.drift.figures import period_words


class Kind(StrEnum):
    """Of what a document is a version."""

    MINUTES = "minutes"
    PLAN = "plan"
    REPORT = "report"
    AFTERWARDS = "afterwards"


class Source(msgspec.Struct, frozen=True):
    """The content of a document, where it comes from, and how it is set."""

    version: int
    version_words: str
    reference: str
    compartment_id: UUID | None
    compartment_ids: list[UUID]
    content_hash: bytes
    html: Callable[[Sheet], str]


Read = Callable[[UUID, Actor, datetime, datetime], Awaitable[Source]]
"""Of a subject, for its reader, now, what it was at a moment."""


async def _minutes(meeting_id: UUID, actor: Actor, now: datetime, as_of: datetime) -> Source:
    seen = await minutes_of(meeting_id=meeting_id, actor=actor, now=now, as_of=as_of)
    if not seen.version:
        raise Blocked([Blocker("Approve the minutes first. A draft is not made into a document.")])
    own = await fetch_value("select compartment_id from strategy_meeting where id = $1", meeting_id)
    of_children = await fetch_value(
        "select array_agg(compartment_id) from concern where id = any($1)",
        [child.concern_id for child in seen.children],
    )
    return Source(
        version=seen.version,
        compartment_id=own,
        compartment_ids=[own, *(of_children or [])],
        version_words=version_words(seen),
        reference=seen.reference,
        content_hash=_hash(msgspec.structs.replace(seen, acknowledged=False)),
        html=lambda sheet: minutes_html(minutes_content(seen, sheet)),
    )


async def _plan(version_id: UUID, actor: Actor, _now: datetime, as_of: datetime) -> Source:
    seen = await version(plan_version_id=version_id, actor=actor)
    schedules = await schedules_of([version_id])
    answers = [
        answer
        for answer in await answers_of(plan_id=seen.plan_id, actor=actor)
        if answer.plan_version_id == version_id
    ]
    names = await names_in(seen, schedules, answers)
    own = await fetch_value("select compartment_id from plan_version where id = $1", version_id)
    hidden = await fetch_value(
        "select compartment_id from plan_version_police where plan_version_id = $1", version_id
    )
    forecast = await _forecast(seen, as_of)
    with_police = ", with its police-sensitive part" if hidden else ""
    return Source(
        version=seen.number,
        version_words=f"Version {seen.number}, submitted{with_police}",
        reference="",
        compartment_id=own,
        compartment_ids=[own, hidden] if hidden else [own],
        content_hash=_hash([seen, schedules, answers, names[seen.operation_id], forecast]),
        html=lambda sheet: plan_html(
            plan_content(seen, schedules, answers, names, sheet, forecast=forecast)
        ),
    )


async def _forecast(seen: VersionSeen, as_of: datetime) -> Inputs | None:
    """Of a contingency plan whose section of it everybody in the operation reads."""
    section = seen.template.section(forecasts.SECTION)
    if seen.kind is not PlanKind.CONTINGENCY or not section:
        return None
    if section.tier is not Tier.SAFEGUARDING:
        return None
    return await read_inputs(seen.operation_id, as_of, seen.says(section.key))


async def _report(report_id: UUID, actor: Actor, _now: datetime, _as_of: datetime) -> Source:
    seen = await report(report_id=report_id, actor=actor)
    content = seen.content
    if content is None:
        raise Blocked([Blocker("Wait until the report is made.")])
    version = seen.line.version
    return Source(
        version=version,
        compartment_id=None,
        compartment_ids=[],
        version_words=f"{period_words(content.period)}, version {version}",
        reference="",
        content_hash=_hash([seen.line, content, seen.changed]),
        html=lambda sheet: report_html(report_content(seen, content, sheet)),
    )


async def _afterwards(operation_id: UUID, actor: Actor, _now: datetime, as_of: datetime) -> Source:
    seen = await report_of(operation_id=operation_id, actor=actor)
    found = await afterwards_of(operation_id=operation_id, actor=actor, now=as_of)
    return Source(
        version=1,
        version_words=afterwards.version_words(seen),
        reference="",
        compartment_id=seen.compartment_id,
        compartment_ids=[seen.compartment_id],
        content_hash=_hash([seen, found]),
        html=lambda sheet: afterwards_html(afterwards.afterwards_content(seen, found, sheet)),
    )


SOURCES: dict[Kind, Read] = {
    Kind.MINUTES: _minutes,
    Kind.PLAN: _plan,
    Kind.REPORT: _report,
    Kind.AFTERWARDS: _afterwards,
}
"""Each raises `NotFound` for what the actor does not see; all run in an open transaction."""


def _hash(content: object) -> bytes:
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).digest()
