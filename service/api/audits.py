"""Case audits: samples for the partnership, cases for their auditors."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.audits import actions, queries
from planning.audits.queries import CaseSeen, CaseToAudit, SampleSeen, SampleWhole
from planning.audits.rules import Draw, Found
from service.api.serving import ApiRequest, Made, done, made
from service.web.context import enqueue_of


class Giving(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cases of a sample by their numbers, and who audits them."""

    numbers: list[int]
    auditor_id: UUID


class Findings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every question by its key, answered."""

    found: dict[str, Found]


@get("/audits")
async def list_samples(request: ApiRequest) -> list[SampleSeen]:
    """List samples, the latest first."""
    return await queries.samples(actor=request.user)


@post("/audits", status_code=201)
async def draw(request: ApiRequest, data: JSONBody[Draw]) -> Response[Made]:
    """Draw a sample. The same seed and the same meetings draw the same cases."""
    return await made(
        request,
        lambda: actions.draw_sample(draw=data, actor=request.user, now=clock.now()),
        "/api/v1/audits/{}",
    )


@get("/audits/{sample_id:uuid}")
async def show_sample(request: ApiRequest, sample_id: FromPath[UUID]) -> SampleWhole:
    """Show how far each case is, by number; counts once no case can be audited any more."""
    return await queries.sample(sample_id=sample_id, actor=request.user, now=clock.now())


@post("/audits/{sample_id:uuid}/auditors", status_code=204)
async def give(
    request: ApiRequest, sample_id: FromPath[UUID], data: JSONBody[Giving]
) -> Response[None]:
    """Let an auditor into cases until the sample's last day."""
    return await done(
        request,
        lambda: actions.assign_cases(
            sample_id=sample_id,
            numbers=data.numbers,
            auditor_id=data.auditor_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@get("/audit-cases")
async def list_cases(request: ApiRequest) -> list[CaseToAudit]:
    """List the cases that wait for you."""
    return await queries.cases_to_audit(actor=request.user, now=clock.now())


@get("/audit-cases/{case_id:uuid}")
async def show_case(request: ApiRequest, case_id: FromPath[UUID]) -> CaseSeen:
    """Show a case, and what was found; the reading is logged."""
    return await queries.case_to_audit(case_id=case_id, actor=request.user, now=clock.now())


@post("/audit-cases/{case_id:uuid}/findings", status_code=204)
async def find(
    request: ApiRequest, case_id: FromPath[UUID], data: JSONBody[Findings]
) -> Response[None]:
    """Answer every question of a case, once and for all."""
    return await done(
        request,
        lambda: actions.record_findings(
            case_id=case_id, found=data.found, actor=request.user, now=clock.now()
        ),
    )


routes = [list_samples, draw, show_sample, give, list_cases, show_case, find]
