"""A scheduler outside an operation: nothing that she opens, asks or is sent tells of it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date, time, timedelta
from uuid import uuid4

import httpx

from planning import clock
from planning.clock import NONE_CLOSED, add_working_days, today
from planning.groups.rules import KIND_OF, Group
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.transactions import to_json
from service.auth.tokens import make_token
from service.demo.cast import HEALTH, POLICE, SOCIAL_CARE
from service.demo.stage import Stage
from tests.journeys.accord import Accord, everything_in
from tests.journeys.conftest import Arriving
from tests.journeys.steps.meetings import Child, email, when_they_invite
from tests.journeys.steps.planned import (
    SUMMARY,
    Planned,
    given_an_operation,
    given_it_is_about,
    given_it_is_submitted,
)
from tests.journeys.steps.referring import when_they_convene_from_the_childs_page
from tests.journeys.visitor import Visitor

HERON = "Operation Heron"
DORA = Child("Dora Lindell", "LD-811")
SIGNING = {SOCIAL_CARE: "Cares", POLICE: "Investigates", HEALTH: "Treats"}
AGREES = "To agree who waits at the lock gates"
PEOPLE = ("seniormanager", "nurse", "police")


async def test_a_scheduler_outside_an_operation_comes_upon_no_trace_of_it(
    sign_in: Arriving, accord: Accord, stage: Stage
) -> None:
    scheduler, colleague = await sign_in("scheduler"), await sign_in("minutes")
    before = await _figures(scheduler, colleague)
    planned = await given_an_operation(stage, HERON, *PEOPLE, signing=SIGNING)
    support = await given_it_is_about(
        stage, planned, DORA, by="seniormanager", known_to="scheduler"
    )
    await given_it_is_submitted(stage, planned, *SIGNING)
    on = add_working_days(today(clock.now()), 14, NONE_CLOSED)
    meeting = await _the_group_meets(accord, stage, planned, on)
    parts = ("groups", "go-live", "support", "capacity", "notices", "surge")
    hidden = [support, meeting, planned.path, *(f"{planned.path}/{part}" for part in parts)]
    hidden += planned.plans
    secret = [HERON, SUMMARY, AGREES, *(path.rpartition("/")[2] for path in planned.plans)]
    secret += [str(planned.id), meeting.rpartition("/")[2], support.rpartition("/")[2]]

    assert await _figures(scheduler, colleague) == before
    await _then_pages_do_not_exist(scheduler, hidden)
    seen = await _everything_seen(scheduler, on)
    assert {page: _told(text, secret) for page, text in seen.items()} == {page: [] for page in seen}
    async with _program(accord, stage, "scheduler") as program:
        await _then_a_program_finds_nothing(program, planned, hidden, secret)
    mails = await accord.mails("/", count=0, to=email("scheduler"))
    assert [_told(everything_in(mail), secret) for mail in mails] == [[] for _ in mails]


def _told(text: str, secret: Iterable[str]) -> list[str]:
    return [one for one in secret if one.lower() in text.lower()]


@asynccontextmanager
async def _program(accord: Accord, stage: Stage, key: str) -> AsyncIterator[httpx.AsyncClient]:
    """A program with a token of somebody's."""
    person, now = stage.id(key), clock.now()
    token = await make_token(
        person_id=person,
        name="journey",
        can_write=True,
        lasts=timedelta(hours=1),
        by=person,
        now=now,
    )
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    async with httpx.AsyncClient(base_url=f"{accord.address}/api/v1", headers=headers) as client:
        yield client


async def _the_group_meets(accord: Accord, stage: Stage, planned: Planned, on: date) -> str:
    """Its lead's program convenes it with the nurse from 10 to 11; both are mailed."""
    convening = Convening(
        kind=KIND_OF[Group.STRATEGIC],
        purpose=AGREES,
        mode=Mode.VIDEO,
        decided_at=clock.now(),
        times=LocalTimes(on, time(10), time(11)),
        chair_id=stage.id("chair"),
        invitees=[Invitee(stage.id("nurse"))],
    )
    body = to_json({"group": Group.STRATEGIC, "convening": convening})
    async with _program(accord, stage, "lead") as lead:
        answer = await lead.post(f"{planned.path}/groups/meetings", content=body)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    meeting = f"/meetings/{answer.json()['meeting_id']}"
    for mail in await accord.mails(meeting, count=2):
        assert _told(everything_in(mail), [HERON, AGREES, "group", "strategic"]) == []
    return meeting


async def _then_pages_do_not_exist(scheduler: Visitor, hidden: Iterable[str]) -> None:
    """They are answered as one that never was, to the letter."""
    await scheduler.open(f"/operations/{uuid4()}")
    nothing = await scheduler.reads()
    for page in hidden:
        await scheduler.open(page)
        assert (page, scheduler.status) == (page, httpx.codes.NOT_FOUND)
        assert await scheduler.reads() == nothing


async def _figures(scheduler: Visitor, colleague: Visitor) -> dict[str, str]:
    """Lists and sums that an operation would change for those who are in it.

    The capacity is read by a colleague who is in no operation: who is in one is told how much of
    her agency is taken elsewhere, without a name.
    """
    found = {}
    for page in ("/operations", "/signing", "/meetings", "/actions/agency"):
        await scheduler.open(page)
        found[page] = await scheduler.reads()
    await colleague.open("/capacity")
    return found | {"/capacity": await colleague.reads()}


async def _everything_seen(scheduler: Visitor, on: date) -> dict[str, str]:
    """Every page of hers by what she did: lists, figures, searches, a busy hour."""
    seen = {}
    lists = ["/work", "/operations", "/operations/without-sign-off"]
    lists += ["/meetings", "/concerns", "/concerns/undecided", "/actions", "/escalations"]
    for page in (*lists, "/drift", "/diary", "/capacity"):
        await scheduler.open(page)
        assert (page, scheduler.status) == (page, httpx.codes.OK)
        seen[page] = await scheduler.page.content()
    for label, text in (
        ("Child", HERON),
        ("Child", DORA.reference),
        ("Person at the meeting", "Grace Adeyemi"),
    ):
        await scheduler.open("/search")
        await scheduler.write({label: text})
        await scheduler.press("Search")
        seen[f"search {text}"] = (await scheduler.page.content()).replace(HERON, "", 1)
    await scheduler.open("/concerns")
    await scheduler.follow(DORA.name)
    seen["child"] = await scheduler.page.content()
    seen |= await _asking_for_the_busy_hour(scheduler, on)
    return seen


async def _asking_for_the_busy_hour(scheduler: Visitor, on: date) -> dict[str, str]:
    """The nurse is busy, and nothing says with what; other times are found for her."""
    await scheduler.open("/concerns")
    await when_they_convene_from_the_childs_page(scheduler, DORA)
    await when_they_invite(scheduler, "Grace Adeyemi", chair="Priya Nair")
    await scheduler.tick("By video")
    await scheduler.date("Date of the meeting", on)
    await scheduler.write({"Start time": "10:30", "End time": "11:30"})
    await scheduler.press("Continue")
    busy = "Grace Adeyemi is busy at that time."
    other = "Choose another time, or ask them although they are busy."
    assert [one for one in await scheduler.faults() if "Grace" in one] == [f"{busy} {other}"]
    refused = await scheduler.page.content()
    await scheduler.press("Find times")
    return {"busy": refused, "times": await scheduler.page.content()}


async def _then_a_program_finds_nothing(
    program: httpx.AsyncClient, planned: Planned, hidden: Iterable[str], secret: Iterable[str]
) -> None:
    """With a token of hers: what is hidden is answered as what never was, lists tell nothing."""
    parts = ("plans", "gate", "groups", "members", "children", "interests", "sign-offs", "gaps")
    places = [*hidden, *(f"{planned.path}/{part}" for part in parts)]
    places += [f"{plan}/{part}" for plan in planned.plans for part in ("versions", "answers")]
    lists = ["/operations", "/operations/without-sign-off", "/meetings", "/concerns", "/work"]
    lists += ["/support", "/capacity", "/escalations", "/actions"]
    never = await program.get(f"/operations/{uuid4()}")
    answers = {path: await program.get(path) for path in places}
    told = {path: await program.get(path) for path in lists}
    assert never.status_code == httpx.codes.NOT_FOUND
    assert {path for path, answer in answers.items() if answer.content != never.content} == set()
    assert {path for path, answer in told.items() if not answer.is_success} == set()
    said = {path: _told(answer.text, secret) for path, answer in told.items()}
    assert said == {path: [] for path in lists}
