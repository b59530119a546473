"""A reader asks for the minutes, the real worker makes them, and nobody else can fetch them."""

import asyncio
import io
import re
from uuid import UUID, uuid4

import asyncpg
import pytest
from pypdf import PdfReader

from planning.clock import now
from planning.errors import Blocked, NotFound
from planning.people.rules import Actor
from planning.transactions import execute, transaction
from service.documents import jobs
from service.documents.asking import DocumentSeen, State, ask, document, fetch_file
from service.documents.jobs import document_jobs
from service.documents.sources import Kind
from service.jobs.registry import JobContext
from service.pages import documents
from tests.clients import Browser, Program
from tests.documents.minuted import Minuted, minuted
from tests.jobs.conftest import Working
from tests.planning.operation_world import sign_as, submitted_world
from tests.scene import make_scene


@pytest.fixture
async def meeting(committed: asyncpg.Pool) -> Minuted:
    return await minuted()


async def made(document_id: UUID, actor: Actor) -> DocumentSeen:
    async with asyncio.timeout(60):
        while True:
            seen = await document(document_id=document_id, actor=actor)
            if seen.state is not State.WAITING:
                return seen
            await asyncio.sleep(0.1)


async def pages_of(document_id: UUID, actor: Actor) -> list[str]:
    await made(document_id, actor)
    content = await fetch_file(document_id=document_id, actor=actor, now=now())
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


async def ask_for(meeting: Minuted, actor: Actor) -> UUID:
    return await ask(kind=Kind.MINUTES, subject_id=meeting.meeting_id, actor=actor, now=now())


async def leave(actor: Actor, compartment_id: UUID) -> None:
    async with transaction(actor.person_id):
        await execute(
            "update membership set ended_at = now() where compartment_id = $1 and person_id = $2",
            compartment_id, actor.person_id,
        )  # fmt: skip


async def test_each_reader_gets_their_own_children_marking_version_name_and_page_numbers(
    meeting: Minuted, working: Working
) -> None:
    school, police = meeting.scene.school, meeting.scene.police
    async with working(document_jobs()):
        of_school = await pages_of(await ask_for(meeting, school), school)
        of_police = await pages_of(await ask_for(meeting, police), police)
    for number, text in enumerate(of_school, start=1):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert "Version 1, final" in text
        assert f"For {school.name}, Northborough education" in text
        assert f"Page {number} of {len(of_school)}" in text
    whole = "".join(of_school)
    assert (meeting.own.name in whole, meeting.other.name in whole) == (True, False)
    assert ("Wants to stay" in whole, "Will not speak" in whole) == (True, False)
    assert [child.name in "".join(of_police) for child in (meeting.own, meeting.other)] == [
        True
    ] * 2


async def test_asked_twice_it_is_one_document_and_it_is_made_once(
    meeting: Minuted, working: Working, administrator: asyncpg.Connection
) -> None:
    police = meeting.scene.police
    first, second = await ask_for(meeting, police), await ask_for(meeting, police)
    assert first == second
    async with working(document_jobs()):
        done = await made(first, police)
        assert (await ask_for(meeting, police), done.state) == (first, State.MADE)
    assert (await document(document_id=first, actor=police)).made_at == done.made_at
    count = "select count(*) from document where reader_id = $1"
    assert await administrator.fetchval(count, police.person_id) == 1


async def test_only_its_reader_finds_a_document(meeting: Minuted, working: Working) -> None:
    police, chair = meeting.scene.police, meeting.scene.chair
    async with working(document_jobs()):
        document_id = await ask_for(meeting, police)
        await made(document_id, police)
    for actor in (chair, meeting.scene.stranger):
        with pytest.raises(NotFound):
            await document(document_id=document_id, actor=actor)
        with pytest.raises(NotFound):
            await fetch_file(document_id=document_id, actor=actor, now=now())
    with pytest.raises(NotFound):
        await ask_for(meeting, meeting.scene.stranger)


async def test_who_loses_one_child_loses_the_document_and_gets_one_without_that_child(
    meeting: Minuted, working: Working
) -> None:
    police = meeting.scene.police
    async with working(document_jobs()):
        document_id = await ask_for(meeting, police)
        await made(document_id, police)
        await leave(police, meeting.other.compartment_id)
        with pytest.raises(NotFound):
            await fetch_file(document_id=document_id, actor=police, now=now())
        again = await ask_for(meeting, police)
        assert again != document_id
        whole = "".join(await pages_of(again, police))
    assert [child.name in whole for child in (meeting.own, meeting.other)] == [True, False]


async def test_access_lost_while_it_waits_makes_nothing(
    meeting: Minuted, working: Working, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    police = meeting.scene.police
    document_id = await ask_for(meeting, police)
    await leave(police, meeting.other.compartment_id)
    payload = await administrator.fetchval("select payload from pgqueuer limit 1")
    make = document_jobs().handlers[0].run
    await make(payload, JobContext(worker_pool, asyncio.Event()))
    state = await administrator.fetchval("select state from document where id = $1", document_id)
    assert state == "waiting"


async def test_a_failure_is_told_and_can_be_tried_again(
    meeting: Minuted, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    police = meeting.scene.police
    async with working(document_jobs()):
        monkeypatch.setattr(jobs, "SECONDS", 0)
        document_id = await ask_for(meeting, police)
        failed = await made(document_id, police)
        assert (failed.state, failed.fault) == (
            State.FAILED,
            "The document took too long to make.",
        )
        monkeypatch.undo()
        assert await ask_for(meeting, police) == document_id
        assert (await made(document_id, police)).state is State.MADE


async def test_a_draft_is_not_made_into_a_document(committed: asyncpg.Pool) -> None:
    scene = await make_scene()
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    with pytest.raises(Blocked, match="Approve the minutes first"):
        await ask(kind=Kind.MINUTES, subject_id=meeting_id, actor=scene.chair, now=now())
    with pytest.raises(NotFound):
        await ask(kind=Kind.MINUTES, subject_id=meeting_id, actor=scene.police, now=now())


async def test_the_worker_forgets_documents_after_a_day(
    meeting: Minuted, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    old, new = (
        await ask_for(meeting, meeting.scene.police),
        await ask_for(meeting, meeting.scene.health),
    )
    await administrator.execute(
        "update document set asked_at = now() - interval '25 hours' where id = $1", old
    )
    context = JobContext(worker_pool, asyncio.Event())
    await document_jobs().schedules[0].run(context)
    await document_jobs().handlers[1].run(b"", context)
    left = {row[0] for row in await administrator.fetch("select id from document")}
    assert (old in left, new in left) == (False, True)


async def test_a_plan_version_with_its_schedules_and_answers(
    committed: asyncpg.Pool, working: Working
) -> None:
    world, versions = await submitted_world()
    version_id = next(iter(versions.values()))
    await sign_as(world.health, version_id)
    async with working(document_jobs()):
        document_id = await ask(kind=Kind.PLAN, subject_id=version_id, actor=world.lead, now=now())
        whole = " ".join("".join(await pages_of(document_id, world.lead)).split())
    for words in ("Version 1, submitted", "Social workers (people)", world.health.name, "Signed"):
        assert words in whole


async def test_by_page_it_is_asked_for_waited_for_and_downloaded(
    meeting: Minuted, working: Working, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "BETWEEN_LOOKS", 0)
    await browser.sign_in_as(meeting.scene.school)
    asked = await browser.submit(f"/meetings/{meeting.meeting_id}/minutes/pdf", key="once")
    assert asked.status_code == 303
    place = asked.headers["location"]
    waiting = await browser.get(place)
    assert "Your PDF is being made" in waiting.text
    assert f'href="{place}">See whether it is ready' in waiting.text.replace("\n", "")
    assert (await browser.get(f"{place}/file")).status_code == 404
    async with working(document_jobs()):
        await made(UUID(place.rsplit("/", 1)[1]), meeting.scene.school)
    ready = await browser.get(place)
    assert "Your PDF is ready" in ready.text
    assert re.search(rf'href="{place}/file"', ready.text)
    file = await browser.get(f"{place}/file")
    assert file.content.startswith(b"%PDF")
    assert (file.headers["content-disposition"], file.headers["cache-control"]) == (
        'attachment; filename="accord-document.pdf"',
        "no-store",
    )
    again = await browser.submit(f"/meetings/{meeting.meeting_id}/minutes/pdf", key="once")
    assert again.headers["location"] == place


async def test_by_page_another_reader_finds_nothing(meeting: Minuted, browser: Browser) -> None:
    document_id = await ask_for(meeting, meeting.scene.police)
    await browser.sign_in_as(meeting.scene.school)
    for path in (f"/documents/{document_id}", f"/documents/{document_id}/file"):
        assert (await browser.get(path)).status_code == 404
    stray = await browser.submit(f"/meetings/{uuid4()}/minutes/pdf")
    assert stray.status_code == 404


async def test_by_api_it_is_asked_for_and_fetched(
    meeting: Minuted, working: Working, program: Program
) -> None:
    await program.act_for(meeting.scene.school)
    asked = await program.post(f"/api/v1/meetings/{meeting.meeting_id}/minutes/document")
    assert asked.status_code == 202
    place = asked.headers["location"]
    assert (await program.get(place)).json()["state"] == "waiting"
    async with working(document_jobs()):
        await made(UUID(asked.json()["id"]), meeting.scene.school)
    assert (await program.get(place)).json()["state"] == "made"
    file = await program.get(f"{place}/file")
    assert (file.headers["content-type"], file.content[:4]) == ("application/pdf", b"%PDF")
