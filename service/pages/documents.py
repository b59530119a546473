"""Documents to print or keep: asked for, made in the background, fetched."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from service.documents.asking import DocumentSeen, State, ask, document, fetch_file
from service.documents.sources import Kind
from service.pages.serving import page
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other

PDF = "application/pdf"
FILE_NAME = "accord-document.pdf"
SLOW = timedelta(minutes=2)
LOOKS, BETWEEN_LOOKS = 6, 0.5
"""How often more, and after how many seconds, the page looks whether the PDF is there."""
ASKED_AT = {
    Kind.MINUTES: "/meetings/{}/minutes/pdf",
    Kind.PLAN: "/plan-versions/{}/pdf",
    Kind.REPORT: "/drift/reports/{}/pdf",
    Kind.AFTERWARDS: "/operations/{}/report/pdf",
}
TITLES = {
    State.WAITING: "Your PDF is being made",
    State.MADE: "Your PDF is ready",
    State.FAILED: "Your PDF could not be made",
}


@post("/meetings/{meeting_id:uuid}/minutes/pdf")
async def ask_for_minutes(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Have the reader's version of the minutes made into a PDF."""
    return await _ask(request, Kind.MINUTES, meeting_id)


@post("/plan-versions/{version_id:uuid}/pdf")
async def ask_for_plan(request: PageRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """Have a plan version made into a PDF."""
    return await _ask(request, Kind.PLAN, version_id)


@post("/drift/reports/{report_id:uuid}/pdf")
async def ask_for_report(request: PageRequest, report_id: FromPath[UUID]) -> Response[Any]:
    """Have a quarterly report made into a PDF."""
    return await _ask(request, Kind.REPORT, report_id)


@post("/operations/{operation_id:uuid}/report/pdf")
async def ask_for_afterwards(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Have an end-of-investigation report made into a PDF, as it stands now."""
    return await _ask(request, Kind.AFTERWARDS, operation_id)


@get("/documents/{document_id:uuid}")
async def show(request: PageRequest, document_id: FromPath[UUID]) -> Response[str]:
    """Wait a moment for the PDF and say how far it is; no page reloads by itself (WCAG 2.2.1)."""
    found = await _looked_for(document_id, request)
    return page(
        request,
        "pages/documents/document.html",
        title=TITLES[found.state],
        document=found,
        waiting=found.state is State.WAITING,
        here=request.url.path,
        again=_may_ask_again(found),
        asked_at=ASKED_AT[found.kind].format(found.subject_id),
        origin=_origin(found),
    )


@get("/documents/{document_id:uuid}/file")
async def show_file(request: PageRequest, document_id: FromPath[UUID]) -> Response[bytes]:
    """The PDF under a name that says nothing of what is in it; the reading is logged."""
    content = await fetch_file(document_id=document_id, actor=request.user, now=clock.now())
    name = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return Response(content, media_type=PDF, headers=name)


async def _ask(request: PageRequest, kind: Kind, subject_id: UUID) -> Response[Any]:
    async def act() -> Answer:
        document_id = await ask(
            kind=kind, subject_id=subject_id, actor=request.user, now=clock.now()
        )
        return see_other(f"/documents/{document_id}")

    return await once(request, act)


async def _looked_for(document_id: UUID, request: PageRequest) -> DocumentSeen:
    found = await document(document_id=document_id, actor=request.user)
    for _ in range(LOOKS):
        if found.state is not State.WAITING:
            break
        await asyncio.sleep(BETWEEN_LOOKS)
        found = await document(document_id=document_id, actor=request.user)
    return found


def _origin(found: DocumentSeen) -> str:
    if found.kind is Kind.PLAN:
        return f"/plans/{found.plan_id}/versions"
    if found.kind is Kind.AFTERWARDS:
        return f"/operations/{found.subject_id}/report"
    if found.kind is Kind.REPORT:
        return f"/drift/reports/{found.subject_id}"
    return f"/meetings/{found.subject_id}/minutes"


def _may_ask_again(found: DocumentSeen) -> bool:
    late = found.state is State.WAITING and clock.now() - found.asked_at > SLOW
    return late or found.state is State.FAILED


routes = [
    ask_for_minutes,
    ask_for_plan,
    ask_for_report,
    ask_for_afterwards,
    show,
    show_file,
]
