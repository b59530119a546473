"""What each person sees by every way out of Accord is exactly what they may see."""

import io
from collections import defaultdict
from datetime import timedelta
from email import message_from_bytes, policy
from typing import cast

import pytest
import time_machine
from litestar import Litestar
from pypdf import PdfReader

from planning.outbox import Message
from planning.people.rules import Actor
from planning.transactions import Connection, transaction
from service.auth.feeds import make_feed
from service.documents.content import Sheet
from service.documents.pdf import make_pdf
from service.documents.sources import SOURCES, Kind
from service.mail.rendering import render
from service.web.calendars import feed_url
from tests.api.canaries import KNOWS
from tests.api.told import Told, told
from tests.api.told_drift import follow_up
from tests.api.walking import Ids, read_everything, told_by, try_everything
from tests.clients import Browser, Program, browser
from tests.journeys.accord import everything_in
from tests.mail.messages import IDENTITY
from tests.planning.minuted import AFTER
from tests.scene import HELD

__all__ = ["browser"]
OUT = {"removed", "replaced", "stranger"}
READ = AFTER + timedelta(hours=1)
LAPSED = AFTER + timedelta(days=180)
FROM_THE_BEGINNING = ("purpose", "place", "reference", "name", "reason", "team", "apology")
"""What the people of a meeting read before it is closed."""


@pytest.fixture
async def running() -> Told:
    """Convened, prepared and written, not closed."""
    made = await told()
    await made.convene()
    await made.prepare()
    await made.hold()
    return made


@pytest.fixture
async def minuted(running: Told) -> Told:
    """Closed and minuted, with what came of it."""
    await running.minute()
    await follow_up(running)
    return running


def ids_of(made: Told) -> Ids:
    """Every id that there is, whoever may know it."""
    return {
        "meeting_id": [str(made.meeting_id)],
        "concern_id": [str(one.id) for one in made.concerns.values()],
        "reference": [one.reference for one in made.concerns.values()],
        "action_id": [str(one) for one in made.actions],
        "correction_id": [str(one) for one in made.corrections],
        "escalation_id": [str(one) for one in made.escalations],
        "entry_id": [str(one) for one in made.entries],
        "person_id": [str(made.people[key].person_id) for key in ("school", "other_school")],
        "agency_id": [str(made.people["school"].agency_id)],
        "running": ["assessment"],
        "version": ["1"],
    }


async def seen_by(
    made: Told, person: Actor, app: Litestar, client: Browser | Program
) -> dict[str, set[str]]:
    """The words that somebody comes upon anywhere, each with the addresses that show it."""
    if isinstance(client, Browser):
        await client.sign_in_as(person)
    else:
        await client.act_for(person)
    seen = defaultdict[str, set[str]](set)
    async for place, answer in read_everything(app, client, ids_of(made)):
        for word in made.canaries.seen_in(told_by(answer)):
            seen[word].add(place)
    return seen


@pytest.mark.parametrize("api", [True, False])
async def test_every_address_shows_everybody_their_own_children_and_the_joint_part(
    app: Litestar, program: Program, browser: Browser, minuted: Told, *, api: bool
) -> None:
    client: Browser | Program = program if api else browser
    with time_machine.travel(READ, tick=False):
        seen = {
            key: set(await seen_by(minuted, person, app, client))
            for key, person in minuted.people.items()
        }
    assert seen == minuted.canaries.by_reader()


@pytest.mark.parametrize("api", [True, False])
async def test_a_running_meeting_shows_what_is_written_to_nobody_but_its_chair(
    app: Litestar, program: Program, browser: Browser, running: Told, *, api: bool
) -> None:
    client: Browser | Program = program if api else browser
    may = running.canaries.by_reader()
    wanted = {key: {word for word in may[key] if _is_early(word, key)} for key in may}
    with time_machine.travel(HELD, tick=False):
        seen = {
            key: set(await seen_by(running, person, app, client))
            for key, person in running.people.items()
        }
    assert seen == wanted | {"chair": may["chair"]}


def _is_early(word: str, key: str) -> bool:
    return word[2:-1] in FROM_THE_BEGINNING or word.endswith(f"contribution{key}Q")


async def test_once_invitations_have_ended_they_show_nothing(
    app: Litestar, program: Program, browser: Browser, minuted: Told, rolled_back: Connection
) -> None:
    await rolled_back.execute(f"set local accord.now = '{LAPSED}'")
    with time_machine.travel(LAPSED, tick=False):
        seen = [
            await seen_by(minuted, minuted.people[key], app, client)
            for key in ("school", "doctor", "deputy")
            for client in (program, browser)
        ]
    assert seen == [{}] * len(seen)


@pytest.mark.parametrize("api", [True, False])
async def test_no_refusal_tells_of_what_others_may_see(
    app: Litestar,
    program: Program,
    browser: Browser,
    minuted: Told,
    rolled_back: Connection,
    *,
    api: bool,
) -> None:
    client: Browser | Program = program if api else browser
    may = minuted.canaries.by_reader()
    typed = {one.reference for one in minuted.concerns.values()}
    leaks = set()
    with time_machine.travel(READ, tick=False):
        for key in ("school", "doctor", "conflicted", "removed", "stranger"):
            await (program.act_for if api else browser.sign_in_as)(minuted.people[key])
            async for place, answer in try_everything(app, client, ids_of(minuted), rolled_back):
                told_of = minuted.canaries.seen_in(told_by(answer)) - may[key]
                if told_of - typed or (told_of and "open concern for" in answer.text):
                    leaks |= {(key, place, answer.status_code, word) for word in told_of}
    assert leaks == set()


async def test_a_search_finds_the_children_whom_one_may_know_and_no_other_text(
    program: Program, minuted: Told
) -> None:
    found: dict[str, set[str]] = {}
    with time_machine.travel(READ, tick=False):
        for key, person in minuted.people.items():
            await program.act_for(person)
            found[key] = {word for word in minuted.canaries.all if await _finds(program, word)}
    may = minuted.canaries.by_reader()
    assert found == {
        key: {word for word in may[key] if word[2:-1] in {"name", "reference"}} for key in may
    }


async def _finds(program: Program, word: str) -> bool:
    answers = [
        (await program.post("/api/v1/search", json={term: word})).json()
        for term in ("child", "person", "reference")
    ]
    return any(one.get("children") or one.get("meetings", {}).get("items") for one in answers)


async def test_each_pdf_holds_what_its_reader_reads_of_the_minutes(
    program: Program, minuted: Told
) -> None:
    printed, read = {}, {}
    with time_machine.travel(READ, tick=False):
        for key in ("school", "doctor", "conflicted"):
            person = minuted.people[key]
            await program.act_for(person)
            answer = await program.get(f"/api/v1/meetings/{minuted.meeting_id}/minutes")
            read[key] = minuted.canaries.seen_in(answer.text)
            printed[key] = minuted.canaries.seen_in(await _pdf(minuted, person))
    assert printed == read


async def _pdf(minuted: Told, reader: Actor) -> str:
    async with transaction(reader.person_id):
        source = await SOURCES[Kind.MINUTES](minuted.meeting_id, reader, READ, READ)
    sheet = Sheet(title="Minutes", version="1", reader=reader.name, made_at="today")
    pages = PdfReader(io.BytesIO(await make_pdf(source.html(sheet), timeout=60))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


async def test_no_mail_and_no_calendar_holds_a_word_of_it(minuted: Told) -> None:
    messages = [cast(Message, one) for one in minuted.scene.sent.messages]
    mails = [render(one, identity=IDENTITY, now=READ).body for one in messages]
    texts = [everything_in(message_from_bytes(body, policy=policy.SMTP)) for body in mails]
    assert len(texts) > len(KNOWS)
    assert [minuted.canaries.seen_in(text.replace("\r\n ", "")) for text in texts] == [set()] * len(
        texts
    )


async def test_no_calendar_feed_holds_a_word_of_it(program: Program, minuted: Told) -> None:
    events = {}
    with time_machine.travel(READ, tick=False):
        for key, person in minuted.people.items():
            made = await make_feed(person_id=person.person_id, name="Phone", now=READ)
            answer = await program.get(feed_url("", made.secret))
            text = told_by(answer).replace("\r\n ", "")
            assert minuted.canaries.seen_in(text) == set()
            events[key] = answer.text.count("BEGIN:VEVENT")
    assert events == {key: int(key not in OUT) for key in minuted.people}


READABLE = """
select format('select to_jsonb(r)::text from (select %s from %I) r',
              string_agg(quote_ident(a.attname), ', '), c.relname)
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  and has_column_privilege(c.oid, a.attnum, 'select')
group by c.relname
"""


async def test_the_walls_let_no_row_through_that_others_may_see(
    minuted: Told, rolled_back: Connection
) -> None:
    tables = [row[0] for row in await rolled_back.fetch(READABLE)]
    may, strays = minuted.canaries.by_reader(), set()
    for key, person in minuted.people.items():
        async with transaction(person.person_id):
            rows = [str(row[0]) for table in tables for row in await rolled_back.fetch(table)]
        strays |= {(key, word) for word in minuted.canaries.seen_in(str(rows)) - may[key]}
    told_of_conflict = {"conflicted", *(key for key, knows in KNOWS.items() if "A" in knows)}
    assert strays == {(key, "QNconflictQ") for key in told_of_conflict}
