"""A large plan: 20 agencies with 500 resource lines, 500 contingencies, 60 pages of print."""

import io
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median
from uuid import UUID, uuid4

import msgspec
from litestar import Litestar
from pypdf import PdfReader

from planning import clock
from planning.operations.rules import NewAgency
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions import edit_section
from planning.plans.actions.start import start_operation
from planning.plans.queries import plan, plans_of, version, versions_of
from planning.plans.queries.versions import VersionSeen, schedules_of
from planning.plans.rules.fingerprints import schedule_fingerprint, shared_fingerprint
from planning.plans.rules.lines import Schedule
from planning.plans.rules.values import Content
from planning.sign_offs.actions import submit_for_sign_off
from planning.transactions import execute, transaction
from service.app import create_app
from service.documents.content import Sheet
from service.documents.pdf import make_pdf
from service.documents.sources import SOURCES, Kind
from service.settings import load
from tests.benchmarks.driving import get
from tests.benchmarks.lab import Lab, connected
from tests.benchmarks.partnership import Reader
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.benchmarks.visits import Visitor, signed_in
from tests.clients import ENVIRONMENT
from tests.factories import Sent, make_actor, make_agency
from tests.planning.operation_world import draft

AGENCIES, LINES, ROWS, TIMES = 20, 500, 500, 7
FINGERPRINT, COMPARISON, PDF = 20.0, 200.0, 10.0
PRINTED_ROWS = 60
"""As many contingencies as fill some 60 pages with everything else."""
_LINES = """
insert into plan_resource (id, compartment_id, plan_id, agency_id, kind, unit, requested,
    committed, phase, funding, from_on, until_on, edited_by, edited_at, version,
    type_key, status)
select gen_random_uuid(), p.compartment_id, p.id, ($2::uuid[])[1 + n % cardinality($2::uuid[])],
       'Resource ' || n, 'people', 5, 4, 'during', 'Own budget', current_date, current_date + 90,
       $3, now(), 1, 'other', 'committed' from plan p, generate_series(1, $4) n where p.id = $1
"""
_TEXT = "Somebody sees it first, says so at once, and the lead agency answers within the hours. "
"""Before and after a change of what half of the rows say."""


@benchmark("plans")
async def plans(lab: Lab) -> list[Figure]:
    """Fingerprints, the page that compares two versions, and the printed plan."""
    figures = []
    for lines, share in ((LINES // 10, 10), (LINES, 1)):
        async with _submitted(lab, f"plans_{lines}", lines, ROWS // share) as (app, lead, plan_id):
            newest = (await versions_of(plan_id=plan_id, actor=lead.actor))[0]
            seen = await version(plan_version_id=newest.id, actor=lead.actor)
            async with transaction(lead.actor.person_id):
                schedules = {one.agency_id: one.content for one in await schedules_of([seen.id])}
            figures += [
                _at_most(f"fingerprints, {lines} lines", _fingerprints(seen, schedules), share),
                await _comparison(app, lead, plan_id, lines, share),
            ]
    figures += _growth(figures[:2], figures[2:])
    async with _submitted(lab, "plans_printed", LINES, PRINTED_ROWS) as (_, lead, plan_id):
        figures += await _printed(lead.actor, plan_id)
    return figures


def _growth(small: list[Figure], large: list[Figure]) -> list[Figure]:
    return [
        told(f"{one.name}: growth from a tenth", one.value / before.value, "times")
        for before, one in zip(small, large, strict=True)
    ]


def _at_most(name: str, value: float, share: int) -> Figure:
    return at_most(f"plans: {name}", value, "ms", FINGERPRINT) if share == 1 else told(
        f"plans: {name}", value, "ms"
    )  # fmt: skip


def _fingerprints(seen: VersionSeen, schedules: dict[UUID, Schedule]) -> float:
    waits = []
    for _ in range(TIMES * 3):
        started = time.process_time()  # it waits for nothing
        shared_fingerprint(seen.template, seen.content.sections)
        for agency_id, schedule in schedules.items():
            schedule_fingerprint(agency_id, schedule.roles, schedule.resources)
        waits.append((time.process_time() - started) * 1000)
    return median(waits)


async def _comparison(
    app: Litestar, lead: Visitor, plan_id: UUID, lines: int, share: int
) -> Figure:
    waits = []
    for _ in range(TIMES):
        started = time.perf_counter()
        status, _ = await get(app, f"/plans/{plan_id}/compare", lead.cookie)
        waits.append((time.perf_counter() - started) * 1000)
        if status != 200:
            raise RuntimeError(f"The comparison answered {status}")
    name = f"plans: comparison page, {lines} lines"
    if share > 1:
        return told(name, median(waits[1:]), "ms")
    return at_most(name, median(waits[1:]), "ms", COMPARISON)


async def _printed(lead: Actor, plan_id: UUID) -> list[Figure]:
    newest = (await versions_of(plan_id=plan_id, actor=lead))[0]
    sheet = Sheet(title="Plan", version="Version 2, submitted", reader="Sam", made_at="today")
    waits, made = [], b""
    for _ in range(3):
        started = time.perf_counter()
        async with transaction(lead.person_id):
            source = await SOURCES[Kind.PLAN](newest.id, lead, clock.now(), clock.now())
        made = await make_pdf(source.html(sheet), timeout=60)
        waits.append(time.perf_counter() - started)
    return [
        at_most("plans: printed, median", median(waits), "s", PDF),
        told("plans: printed", len(PdfReader(io.BytesIO(made)).pages), "pages"),
    ]


@asynccontextmanager
async def _submitted(
    lab: Lab, name: str, lines: int, rows: int
) -> AsyncIterator[tuple[Litestar, Visitor, UUID]]:
    """A plan with two versions, half of whose lines and rows differ."""
    async with connected(await lab.fresh(name)):
        lead = await make_actor(Role.OPERATION_LEAD, category=AgencyCategory.POLICE)
        plan_id, agencies = await _started(lead)
        await _write(plan_id, lead, _rows(rows))
        async with transaction(lead.person_id):
            await execute(_LINES, plan_id, agencies, lead.person_id, lines)
        await _submit(plan_id, lead)
        await _write(plan_id, lead, _rows(rows, changed=True))
        async with transaction(lead.person_id):
            await execute(
                "update plan_resource set committed = 3 where right(kind, 1)::int % 2 = 0"
            )
        await _submit(plan_id, lead)
        visitor = await signed_in(Reader(lead.person_id, UUID(int=0), UUID(int=0)))
        yield create_app(load(ENVIRONMENT)), visitor, plan_id


async def _started(lead: Actor) -> tuple[UUID, list[UUID]]:
    categories = [*AgencyCategory] * AGENCIES
    agencies = [await make_agency(categories[number]) for number in range(AGENCIES)]
    required = [NewAgency(agency_id=key, reason="Takes part") for key in agencies]
    now = clock.now()
    proposed = draft({}, planned_live_on=clock.today(now))
    operation_id = await start_operation(
        draft=msgspec.structs.replace(proposed, agencies=required), actor=lead, now=now
    )
    return (await plans_of(operation_id=operation_id, actor=lead))[0].id, agencies


async def _write(plan_id: UUID, lead: Actor, content: Content) -> None:
    now = clock.now()
    seen = await plan(plan_id=plan_id, actor=lead, now=now)
    section = next(one for one in seen.sections if one.section.key == "register")
    await edit_section(
        plan_id=plan_id,
        key="register",
        content=content,
        version=section.version,
        actor=lead,
        now=now,
    )


_IDS = [str(uuid4()) for _ in range(ROWS)]


def _rows(rows: int, *, changed: bool = False) -> Content:
    return {
        "contingencies": [
            {
                "id": _IDS[number],
                "trigger": f"Contingency {number}",
                "likelihood": str(1 + number % 5),
                "impact": str(1 + number // 5 % 5),
                "indicator": _TEXT,
                "response": _TEXT * 2 + ("Twice." if changed and number % 2 else ""),
                "hours_to_respond": "4",
                "fallback": _TEXT,
            }
            for number in range(rows)
        ]
    }


async def _submit(plan_id: UUID, lead: Actor) -> None:
    await submit_for_sign_off(plan_id=plan_id, actor=lead, now=clock.now(), enqueue=Sent())
