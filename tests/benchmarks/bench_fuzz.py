"""Tens of thousands of damaged and forged mails: read, and some of them taken by wire and kept."""

import asyncio
import resource
import time
from collections import Counter
from dataclasses import dataclass, field

import asyncpg
import msgspec

from service.database.pool import open_pool
from service.mail.incoming.addresses import Box
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.sorting import Said, sort
from tests.benchmarks.lab import Lab, connected
from tests.benchmarks.registry import Figure, at_least, at_most, benchmark, told
from tests.benchmarks.working import settings_of, working
from tests.mail.incoming.earned import is_earned
from tests.mail.incoming.endless import ROBINS, Invited, Posted, posted
from tests.mail.incoming.mails import NAME
from tests.mail.incoming.talking import Talk, taking, talk
from tests.mail.incoming.test_endless import applied

FIRST, MANY = 1_000_000, 24_000
SEATS, EACH, SERVERS = 60, 40, 8
"""Invitations to which mail comes by wire, and how much to each: a day's bound is 200."""
SMALL, MILLISECONDS = 64 * 1024, 100.0
SECONDS = 120
TRUSTED = Trusted(NAME, 1)

_SEATS = """
select a.organiser_token as token, p.id as person_id, p.email, m.id as meeting_id,
       m.calendar_uid::text as uid, m.calendar_sequence + a.calendar_ahead as sequence
from attendee a join person p on p.id = a.person_id join strategy_meeting m on m.id = a.meeting_id
where m.state = 'convened' and m.starts_at > now() and a.removed_at is null and a.answer = 'awaited'
order by m.starts_at, a.id limit $1
"""
_SENT = """
insert into mail_message (id, kind, subject_id, sequence, recipient_id, address, message_id, body,
    state, attempts, next_attempt_at, queued_at, accepted_at)
values (gen_random_uuid(), 'meeting_request', $1, 999, $2, 'a@b.example',
    '<' || gen_random_uuid() || '@x>', 'x', 'accepted', 1, now(), now(), now())
returning replace(return_token::text, '-', '')
"""
_WAITING = "select count(*) from incoming_mail where state = 'received'"
_APPLIED = """
select i.body, r.answer from incoming_mail i join reply r on r.id = i.id
where r.applied_at is not null
"""
_CHANGED = """
select count(*) from attendee a where a.organiser_token = any ($1) and a.answer <> 'awaited'
    and not exists (select from reply r where r.attendee_id = a.id and r.applied_at is not null)
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """An invitation, and where mail about it comes to."""

    invited: Invited
    token: str
    return_token: str

    def address(self, number: int) -> str:
        bounces = number % 4 == 0
        local = f"bounces+{self.return_token}" if bounces else f"meetings+{self.token}"
        return f"{local}@accord.example"


@dataclass
class Tally:
    """What came of mails that were read one after another."""

    longest: float = 0.0
    crashes: list[int] = field(default_factory=list)
    unearned: list[int] = field(default_factory=list)
    applied: int = 0

    def read(self, number: int) -> None:
        mail = posted(number)
        try:
            answer, seconds = _timed(mail)
            news = sort(mail.raw, box=Box.BOUNCES, envelope_from="", trusted=TRUSTED)
        except Exception:  # noqa: BLE001 - what is counted here
            self.crashes.append(number)
            return
        if len(mail.raw) <= SMALL:
            self.longest = max(self.longest, seconds)
        self.applied += answer is not None
        if isinstance(news, Said) or (answer and not is_earned(mail, ROBINS, answer)):
            self.unearned.append(number)


def _timed(mail: Posted) -> tuple[str | None, float]:
    """What a mail sets, and the seconds of it; thrice where it seems long, for others work too."""
    least, answer = float("inf"), None
    for _ in range(3):
        started = time.thread_time()
        answer = applied(mail)
        least = min(least, time.thread_time() - started)
        if least * 1000 < MILLISECONDS / 4:
            break
    return answer, least


@benchmark("fuzz")
async def fuzz(lab: Lab) -> list[Figure]:
    """The numbers say which mails: `posted(number)` makes any of them again."""
    before = _memory()
    tally = Tally()
    for number in range(FIRST, FIRST + MANY):
        tally.read(number)
    grown = _memory() - before
    return [
        told(f"fuzz: mails read, numbers from {FIRST}", MANY, "mails"),
        at_most(_named("fuzz: crashes", tally.crashes), len(tally.crashes), "mails", 0),
        at_most(_named("fuzz: not earned", tally.unearned), len(tally.unearned), "mails", 0),
        at_least("fuzz: applied", tally.applied, "mails", 1),
        at_most("fuzz: longest of up to 64 KiB", tally.longest * 1000, "ms", MILLISECONDS),
        told("fuzz: memory grew by", grown, "MiB"),
        *await _by_wire(lab),
    ]


def _named(name: str, numbers: list[int]) -> str:
    return f"{name} ({', '.join(map(str, numbers[:5]))})" if numbers else name


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _by_wire(lab: Lab) -> list[Figure]:
    """The real listener, PostgreSQL and the real worker."""
    database = await lab.database(1_000)
    settings = msgspec.structs.replace(settings_of(database, 1), receive_authserv=NAME)
    administrator = await asyncpg.connect(database.administrator)
    pool = await open_pool(database.worker, maximum=8)
    try:
        seats = await _seats(administrator)
        mails = _mails(seats)
        async with connected(database.app), taking(pool) as port, working(settings):
            servers = (seats[first::SERVERS] for first in range(SERVERS))
            heard = await asyncio.gather(*(_hand_in(one, port, mails) for one in servers))
            left = await _left(pool)
        unearned, applied_ = await _judged(administrator, mails)
        tokens = [seat.token for seat in seats]
        unearned += await administrator.fetchval(_CHANGED, tokens)
    finally:
        await pool.close()
        await administrator.close()
    said = Counter(answer[:3] for one in heard for answer in one)
    return [
        told("fuzz: mails by wire", sum(said.values()), "mails"),
        told("fuzz: of these kept", said["250"], "mails"),
        at_most("fuzz: by wire without an ending", left + said[""], "mails", 0),
        at_most("fuzz: by wire not earned", unearned, "mails", 0),
        at_least("fuzz: by wire applied", applied_, "mails", 1),
    ]


async def _seats(administrator: asyncpg.Connection) -> list[Seat]:
    rows = await administrator.fetch(_SEATS, SEATS)
    return [
        Seat(
            Invited(row["uid"], row["email"], row["sequence"]),
            row["token"],
            await administrator.fetchval(_SENT, row["meeting_id"], row["person_id"]),
        )
        for row in rows
    ]


def _mails(seats: list[Seat]) -> dict[bytes, tuple[Seat, Posted, int]]:
    """Each by its bytes on the wire, with whose invitation it is about."""
    made = {}
    for place, seat in enumerate(seats):
        for number in range(place * EACH, (place + 1) * EACH):
            mail = posted(number, seat.invited)
            body = mail.raw if mail.raw.endswith(b"\r\n") else mail.raw + b"\r\n"
            made[body] = (seat, mail, number)
    return made


async def _hand_in(
    seats: list[Seat], port: int, mails: dict[bytes, tuple[Seat, Posted, int]]
) -> list[str]:
    """What one mail server is answered to each mail for those seats; "" if it is hung up on."""
    async with talk(port) as server:
        await server.greet()
        return [
            await _one(server, seat.address(number), body)
            for body, (seat, _, number) in mails.items()
            if seat in seats
        ]


async def _one(server: Talk, address: str, body: bytes) -> str:
    (taken,) = await server.begin(address)
    if not taken.startswith("250"):
        return taken
    await server.say("DATA")
    dotted = (b"\r\n" + body).replace(b"\r\n.", b"\r\n..")[2:]
    return await server.say(dotted + b".")


async def _left(pool: asyncpg.Pool) -> int:
    """How many have no ending after all that time."""
    async with asyncio.timeout(SECONDS):
        while left := await pool.fetchval(_WAITING):  # noqa: ASYNC110 - polled on purpose
            await asyncio.sleep(0.5)
    return int(left)


async def _judged(
    administrator: asyncpg.Connection, mails: dict[bytes, tuple[Seat, Posted, int]]
) -> tuple[int, int]:
    """How many answers were applied without being earned, and how many were applied."""
    rows = await administrator.fetch(_APPLIED)
    found = [(mails[row["body"]], row["answer"]) for row in rows]
    strays = [
        mail for (seat, mail, _), answer in found if not is_earned(mail, seat.invited, answer)
    ]
    return len(strays), len(rows)
