"""What comes by mail reaches those who arrange the meeting, and nobody else by any way."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from litestar import Litestar

from planning.access.actions import declare_conflict
from planning.meetings.actions import change_people
from planning.meetings.rules.changing import PeopleChange
from planning.meetings.rules.scheduling import Invitee
from planning.people.rules import Actor, AgencyCategory, Role
from planning.transactions import fetch_value, transaction, using
from service.auth.feeds import make_feed
from service.mail.incoming.addresses import Box, Recipient
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.handling import handle
from service.mail.incoming.keeping import Arrival, keep
from service.mail.outgoing import Outgoing
from service.mail.undelivered.actions import dismiss
from service.web.calendars import feed_url
from tests.api.test_authorisation_matrix import seen
from tests.api.test_no_count import alike
from tests.api.test_no_leak import READABLE
from tests.api.walking import read_everything, told_by
from tests.clients import Browser, Program
from tests.factories import NOW, make_actor
from tests.journeys.accord import everything_in
from tests.lost_mail import lose
from tests.mail.incoming.mails import AWAY, NAME, calendar, from_server, mail, status
from tests.mail.messages import IDENTITY
from tests.replies.arriving import Post
from tests.scene import make_scene
from tests.service.test_feed_logs import all_lines

OUT = Outgoing(IDENTITY)
ARRANGE = {"chair", "convener"}
SAID = {"Qcomment", "Qcounter", "Qwords", "Qdelegate", "Quninvited", "Qaway"}
"""What those who arrange the meeting read; the rest nobody reads."""
REASON = "Qputaway"
SIGN_INS = {"/account", "/api/v1/tokens"}
"""What tells how often somebody came."""
NEVER = {"Qsubject", "Qsender", "Qattached", "Qgarbage", "Qdiagnostic", "Qorganiser", "Qproduct"}


@dataclass
class Mailed:
    """A meeting to which people wrote, by key of who looks at it."""

    post: Post
    people: dict[str, Actor]
    ids: dict[str, list[str]] = field(default_factory=dict)


async def _arrive(post: Post, recipient: Recipient, raw: bytes, sender: str) -> UUID:
    await keep(post.worker, Arrival(sender, [recipient], utf8=False, body=raw), now=NOW)
    found: UUID = await post.worker.fetchval(
        "select id from incoming_mail where body = $1 and token = $2", raw, recipient.token
    )
    with using(post.worker):
        await handle(found, trusted=Trusted(NAME, 1), now=NOW, enqueue=OUT)
    return found


async def _mails(post: Post, *, applied: bool = True) -> list[UUID]:
    police, health = post.scene.police, post.scene.health
    places = {one: await post.seat(one) for one in (police, health)}
    uid = places[police].uid

    def said(
        answer: str = "ACCEPTED", *, who: str = police.email, method: str = "REPLY", more: str = ""
    ) -> str:
        return calendar(
            uid=uid,
            attendee=who,
            answer=answer,
            method=method,
            stamp="20260303T135900Z",
            more=more,
        )

    comment = 'COMMENT:Qcomment\r\nORGANIZER;CN="Qorganiser":mailto:x@y.example\r\n'
    delegated = said("DELEGATED").replace(
        "PARTSTAT", 'DELEGATED-TO="mailto:qdelegate@x.example";PARTSTAT'
    )
    letters = [
        (police, mail("", author=police.email, subject="Qsubject", invite=said(more=comment))),
        (police, mail("", author=police.email,
                      invite=said("TENTATIVE", method="COUNTER", more="COMMENT:Qcounter\r\n"))),
        (police, mail("", author=police.email, invite=delegated)),
        (police, mail("", author="Quninvited@elsewhere.example",
                      invite=said(who="quninvited@elsewhere.example"))),
        (health, mail("Qwords", author=f"Qsender <{health.email}>", subject="Qsubject",
                      attach="BEGIN:VCALENDAR\r\nX:Qattached\r\n")),
        (health, mail("", author=health.email, invite="METHOD:REPLY\r\nQgarbage\r\n")),
    ]  # fmt: skip
    taken = [
        await _arrive(
            post, Recipient(Box.MEETINGS, places[who].organiser_token), from_server(one), "a@b.c"
        )
        for who, one in letters[not applied :]
    ]
    away = AWAY.replace(b"I am away.", b"Qaway")
    here = Recipient(Box.MEETINGS, places[health].organiser_token)
    return [*taken, await _arrive(post, here, away, "")]


async def _meeting(worker: asyncpg.Pool) -> Mailed:
    """Two children; a school is there for one, somebody was taken off, somebody is in conflict."""
    scene = await make_scene()
    opened = await scene.concerns("N-1", "N-2")
    children = [one.id for one in opened]
    gone = await make_actor(category=AgencyCategory.PROBATION)
    torn = await make_actor(category=AgencyCategory.VOLUNTARY)
    asked = scene.convening(children)
    convening = msgspec.structs.replace(
        asked,
        invitees=[
            *asked.invitees,
            Invitee(scene.school.person_id, concern_ids=children[:1]),
            Invitee(gone.person_id),
            Invitee(torn.person_id),
        ],
    )
    post = Post(scene, worker, (await scene.convene(convening)).meeting_id, children)
    await change_people(
        meeting_id=post.meeting_id,
        change=PeopleChange(remove=[gone.person_id]),
        version=await post.version(),
        actor=scene.chair,
        now=NOW,
        enqueue=scene.sent,
    )
    async with transaction(scene.chair.person_id):
        compartment = await fetch_value(
            "select compartment_id from strategy_meeting where id = $1", post.meeting_id
        )
    await declare_conflict(
        compartment_id=compartment,
        person_id=torn.person_id,
        reason="A cousin",
        actor=scene.chair,
        now=NOW,
    )
    people = {
        "chair": scene.chair,
        "convener": scene.scheduler,
        "police": scene.police,
        "health": scene.health,
        "school": scene.school,
        "removed": gone,
        "conflicted": torn,
        "administrator": await make_actor(Role.ADMINISTRATOR),
        "auditor": await make_actor(Role.AUDITOR),
        "scheduler": await make_actor(Role.SCHEDULER),
        "stranger": scene.stranger,
    }
    return Mailed(post, people)


async def _lost(mailed: Mailed) -> UUID:
    """A message that came back with words in its report, and was put away with a reason."""
    post = mailed.post
    async with post.worker.acquire() as connection:
        lost = await lose(
            connection, post.meeting_id, post.scene.health, state="accepted", reason=None
        )
        token = await connection.fetchval(
            "select return_token from mail_message where id = $1", lost
        )
    report = status().replace(b"550 no such user", b"550 Qdiagnostic")
    await _arrive(post, Recipient(Box.BOUNCES, token.hex), report, "")
    return lost


@pytest.fixture
async def mailed(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool, capsys: pytest.CaptureFixture[str]
) -> Mailed:
    with all_lines():
        made = await _meeting(worker_pool)
        replies = await _mails(made.post)
        lost = await _lost(made)
    heard = capsys.readouterr()
    assert _words(heard.out + heard.err) == set()
    made.ids = {
        "meeting_id": [str(made.post.meeting_id)],
        "reply_id": [str(one) for one in replies],
        "message_id": [str(lost)],
        "concern_id": [str(one) for one in made.post.children],
        "person_id": [str(made.people["health"].person_id)],
        "agency_id": [str(made.people["health"].agency_id)],
        "version": ["1"],
    }
    return made


def _words(text: str) -> set[str]:
    lowered = text.lower()
    return {word for word in SAID | NEVER | {REASON} if word.lower() in lowered}


async def _seen(mailed: Mailed, app: Litestar, client: Browser | Program) -> set[str]:
    more = ["wanted=settled", "wanted=waiting"]
    base = "/undelivered" if isinstance(client, Browser) else "/api/v1/undelivered"
    texts = [told_by(answer) async for _, answer in read_everything(app, client, mailed.ids)]
    texts += [told_by(await client.get(f"{base}?{one}")) for one in more]
    texts += [told_by(await client.get(place)) for place in ("/metrics", "/health")]
    return set().union(*map(_words, texts))


@pytest.mark.parametrize("api", [True, False])
async def test_those_who_arrange_read_what_was_written_and_nobody_else_by_any_way(
    app: Litestar, program: Program, browser: Browser, mailed: Mailed, *, api: bool
) -> None:
    await dismiss(
        message_id=UUID(mailed.ids["message_id"][0]),
        reason=REASON,
        actor=mailed.people["chair"],
        now=NOW,
    )
    found = {}
    for key, person in mailed.people.items():
        if api:
            await program.act_for(person)
            found[key] = await _seen(mailed, app, program)
        else:
            await browser.sign_in_as(person)
            found[key] = await _seen(mailed, app, browser)
    assert found == {key: {*SAID, REASON} if key in ARRANGE else set() for key in mailed.people}


async def test_nobody_else_can_tell_that_anything_came(
    app: Litestar,
    program: Program,
    browser: Browser,
    committed: asyncpg.Pool,
    worker_pool: asyncpg.Pool,
) -> None:
    """Every address answers the same before and after; only an applied answer is for all to see."""
    made = await _meeting(worker_pool)
    made.ids = {"meeting_id": [str(made.post.meeting_id)], "reply_id": [str(uuid4())]}
    before = await _answers(app, made, program, browser)
    await _mails(made.post, applied=False)
    assert await _answers(app, made, program, browser) == before


async def _answers(
    app: Litestar, made: Mailed, program: Program, browser: Browser
) -> dict[tuple[str, str], str]:
    answers = {}
    for key in ("school", "administrator"):
        await program.act_for(made.people[key])
        await browser.sign_in_as(made.people[key])
        for client in (program, browser):
            async for place, answer in read_everything(app, client, made.ids):
                answers[key, place] = alike(str(seen(answer)))
    return {one: answers[one] for one in answers if one[1] not in SIGN_INS}


async def test_no_wall_lets_through_what_was_written(mailed: Mailed) -> None:
    found = {}
    for key, person in mailed.people.items():
        async with transaction(person.person_id) as connection:
            tables = [row[0] for row in await connection.fetch(READABLE)]
            rows = [str(row[0]) for table in tables for row in await connection.fetch(table)]
        found[key] = _words(str(rows))
    own = {"police": SAID - {"Qwords", "Qaway"}, "health": {"Qwords", "Qaway"}}
    assert found == {key: SAID if key in ARRANGE else own.get(key, set()) for key in mailed.people}


async def test_no_feed_and_no_mail_that_followed_holds_a_word_of_it(
    mailed: Mailed, program: Program
) -> None:
    for person in mailed.people.values():
        feed = await make_feed(person_id=person.person_id, name="Phone", now=NOW)
        assert _words(told_by(await program.get(feed_url("", feed.secret)))) == set()
    for row in await mailed.post.worker.fetch("select body, message_id, kind from mail_message"):
        assert _words(everything_in(message_from_bytes(row["body"], policy=policy.SMTP))) == set()
