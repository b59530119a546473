"""Two people at the same moment, again and again on one operation, judged by what is kept.

Edit against sign, sign against withdraw, go live against edit, two submits: each pair ends as if
one had come after the other, and nothing that somebody did is lost.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from uuid import UUID

import asyncpg
import msgspec

from planning.errors import Blocked
from planning.operations.queries import operation
from planning.operations.rules import OperationState
from planning.sign_offs.actions import sign
from planning.sign_offs.queries.evidence import evidence_of
from planning.sign_offs.rules import Answer
from planning.transactions import fetch_one, transaction
from tests.factories import NOW
from tests.planning.gate_replay import LIVE, make_stage
from tests.planning.gate_stage import TEXTS, Stage
from tests.rules.gate_model import CONTINGENCY, HEALTH, LEAD, NURSE, POLICE, SCHOOL, Act, Term
from tests.rules.gate_search import COURSES

SUBMIT = Act("submit", CONTINGENCY, LEAD)
SIGN = [
    Act("sign", CONTINGENCY, person, agency, Term.NONE)
    for agency, person in enumerate((POLICE, HEALTH, SCHOOL))
]
AGAIN = Act("sign", CONTINGENCY, NURSE, 1, Term.NONE)
WITHDRAW = Act("withdraw", CONTINGENCY, HEALTH, 1)
_LATER = 0.03
"""Seconds that the second of the two may begin later, for the first is sometimes two acts."""

_KEPT = """
select (select max(number) from plan_version where plan_id = $1) as number,
       (select count(*) from plan_version where plan_id = $1) as versions,
       (select content ->> $3 from plan_section where plan_id = $1 and key = $2) as text,
       (select version from plan_section where plan_id = $1 and key = $2) as edits,
       (select count(*) from sign_off where plan_id = $1) as answers,
       (select count(*) from sign_off s where s.plan_id = $1 and s.agency_id = $4
        and not exists (select from sign_off_withdrawal w where w.sign_off_id = s.id)) as untaken
"""
_RESTS_ON = """
select (regexp_match(line ->> 'evidence', 'Version ([0-9]+)'))[1]::int
from go_live_record, jsonb_array_elements(gate_lines) line
where operation_id = $1 and line ->> 'key' = 'signed_contingency'
"""
_BACK = """
delete from go_live_record where operation_id = $1;
update operation set state = 'sign_off', live_at = null where id = $1;
"""


class Kept(msgspec.Struct, frozen=True):
    """What the database holds of the contingency plan; `untaken` are health's signatures."""

    number: int
    versions: int
    text: str
    edits: int
    answers: int
    untaken: int


@dataclass
class Races:
    """One operation with an open gate, and how its races ended."""

    stage: Stage
    administrator: str
    random: Random
    step: int = 20
    ended: Counter[str] = field(default_factory=Counter)

    async def run(self, times: int) -> None:
        """Each kind in turn; raises `AssertionError` where two people got in each other's way."""
        kinds: list[Callable[[Kept], Awaitable[str]]] = [
            self._edit_and_sign,
            self._sign_and_withdraw,
            self._go_live_and_edit,
            self._two_submits,
        ]
        for number in range(times):
            kind = kinds[number % len(kinds)]
            self.ended[await kind(await self._kept())] += 1
            await self._sign_all()

    async def _edit_and_sign(self, before: Kept) -> str:
        """Health reads a version while the lead submits the next one."""
        await self._do(WITHDRAW)
        read = await self.stage.version_id(SUBMIT)
        _, signed = await self._both(lambda: self._edit(before), lambda: self._sign(read))
        after = await self._kept()
        self._edited_once(before, after)
        assert after.answers == before.answers + signed
        assert await self._held() is None
        return "signed, then edited" if signed else "edited, then not signed"

    async def _sign_and_withdraw(self, _: Kept) -> str:
        signed, taken = await self._both(lambda: self._do(AGAIN), lambda: self._do(WITHDRAW))
        assert (signed, taken) == (True, True)
        held, untaken = await self._held(), (await self._kept()).untaken
        nurse = self.stage.people[NURSE].person_id
        assert (held, untaken) in {(None, 0), (nurse, 1)}
        return "withdrawn, then signed" if held else "signed, then withdrawn"

    async def _go_live_and_edit(self, before: Kept) -> str:
        edited, live = await self._both(lambda: self._edit(before), lambda: self._do(LIVE))
        assert edited
        self._edited_once(before, await self._kept())
        seen = await operation(
            operation_id=self.stage.operation_id, actor=self.stage.world.lead, now=NOW
        )
        assert seen.state is (OperationState.LIVE if live else OperationState.SIGN_OFF)
        assert await self._taken_back() == ([before.number] if live else [])
        return "live, then edited" if live else "edited, then not live"

    async def _two_submits(self, before: Kept) -> str:
        both = await self._both(lambda: self._do(SUBMIT), lambda: self._do(SUBMIT))
        after = await self._kept()
        assert both == (True, True)
        assert (after.number, after.versions) == (before.number + 2,) * 2
        return "submitted twice"

    def _edited_once(self, before: Kept, after: Kept) -> None:
        assert (after.number, after.versions) == (before.number + 1,) * 2
        assert (after.edits, after.text) == (before.edits + 1, _other(before.text))

    async def _edit(self, before: Kept) -> None:
        """The other text, in the next version."""
        value = TEXTS.index(_other(before.text))
        await self._do(Act("write", CONTINGENCY, LEAD, value=value))
        await self._do(SUBMIT)

    async def _sign(self, version_id: UUID) -> None:
        """The version that health has read."""
        self.step += 1
        await sign(
            plan_version_id=version_id,
            answer=Answer.SIGNED,
            note="",
            conditions=[],
            actor=self.stage.people[HEALTH],
            now=NOW + timedelta(seconds=self.step / 100),
        )

    async def _sign_all(self) -> None:
        """Open the gate again."""
        for act in SIGN:
            await self._do(act)

    async def _do(self, act: Act) -> None:
        self.step += 1
        await self.stage.do(act, step=self.step / 100)

    async def _both(
        self, one: Callable[[], Awaitable[None]], other: Callable[[], Awaitable[None]]
    ) -> tuple[bool, bool]:
        """At about the same moment; whether each was allowed."""
        later = self.random.uniform(0, _LATER)
        first, second = await asyncio.gather(_allowed(one, 0), _allowed(other, later))
        return first, second

    async def _kept(self) -> Kept:
        plan = self.stage.plan_id(SUBMIT)
        section, written = self.stage.written[self.stage.kind(SUBMIT)]
        async with transaction(self.stage.world.lead.person_id):
            found = await fetch_one(Kept, _KEPT, plan, section, written, self.stage.agency_id(1))
        assert found
        return found

    async def _held(self) -> UUID | None:
        """Whose signature of health's holds."""
        async with transaction(self.stage.world.lead.person_id):
            evidence = await evidence_of(self.stage.operation_id)
        held = evidence.holding(self.stage.plan_id(SUBMIT), self.stage.agency_id(1))
        return next((one.person_id for one in evidence.answers if held and one.id == held.id), None)

    async def _taken_back(self) -> list[int]:
        """As if it had never gone live; the versions on which it did."""
        administrator = await asyncpg.connect(self.administrator)
        rests = await administrator.fetch(_RESTS_ON, self.stage.operation_id)
        await administrator.execute("set session_replication_role = replica")
        for statement in _BACK.split(";")[:-1]:
            await administrator.execute(statement, self.stage.operation_id)
        await administrator.close()
        return [row[0] for row in rests]


async def _allowed(act: Callable[[], Awaitable[None]], seconds: float) -> bool:
    await asyncio.sleep(seconds)
    try:
        await act()
    except Blocked:
        return False
    return True


def _other(text: str) -> str:
    return TEXTS[1 - TEXTS.index(text)]


async def make_races(administrator: str, random: Random) -> Races:
    """An operation of three agencies whose gate is open."""
    stage = await make_stage()
    for step, act in enumerate(COURSES[-1]):
        await stage.do(act, step=step)
    return Races(stage, administrator, random)
