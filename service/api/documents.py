"""PDFs of minutes and of plan versions, made in the background."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from service.api.serving import ROOT, ApiRequest, Made, answered, once
from service.documents.asking import DocumentSeen, ask, document, fetch_file
from service.documents.sources import Kind
from service.web.idempotency import Answer

PDF = "application/pdf"


@post("/meetings/{meeting_id:uuid}/minutes/document", status_code=202)
async def ask_for_minutes(request: ApiRequest, meeting_id: FromPath[UUID]) -> Response[Made]:
    """Have your version of approved minutes made into a PDF; `Location` tells how far it is."""
    return await _ask(request, Kind.MINUTES, meeting_id)


@post("/plan-versions/{version_id:uuid}/document", status_code=202)
async def ask_for_plan(request: ApiRequest, version_id: FromPath[UUID]) -> Response[Made]:
    """Have a plan version made into a PDF; `Location` tells how far it is."""
    return await _ask(request, Kind.PLAN, version_id)


@post("/drift/reports/{report_id:uuid}/document", status_code=202)
async def ask_for_report(request: ApiRequest, report_id: FromPath[UUID]) -> Response[Made]:
    """Have a quarterly report made into a PDF; `Location` tells how far it is."""
    return await _ask(request, Kind.REPORT, report_id)


@post("/operations/{operation_id:uuid}/report/document", status_code=202)
async def ask_for_afterwards(request: ApiRequest, operation_id: FromPath[UUID]) -> Response[Made]:
    """Have an end-of-investigation report made into a PDF; `Location` tells how far it is."""
    return await _ask(request, Kind.AFTERWARDS, operation_id)


@get("/documents/{document_id:uuid}")
async def see_document(request: ApiRequest, document_id: FromPath[UUID]) -> DocumentSeen:
    """Tell whether a document is waiting, made or failed, and why."""
    return await document(document_id=document_id, actor=request.user)


@get("/documents/{document_id:uuid}/file", media_type=PDF)
async def fetch(request: ApiRequest, document_id: FromPath[UUID]) -> Response[bytes]:
    """Fetch the PDF within a day; the reading is logged. 404 until it is made."""
    content = await fetch_file(document_id=document_id, actor=request.user, now=clock.now())
    return Response(content, media_type=PDF)


async def _ask(request: ApiRequest, kind: Kind, subject_id: UUID) -> Response[Made]:
    async def act() -> Answer:
        document_id = await ask(
            kind=kind, subject_id=subject_id, actor=request.user, now=clock.now()
        )
        return answered(Made(document_id), status=202, location=f"{ROOT}/documents/{document_id}")

    return await once(request, act)


routes = [ask_for_minutes, ask_for_plan, ask_for_report, ask_for_afterwards, see_document, fetch]
