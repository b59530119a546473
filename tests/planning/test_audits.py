"""Case audit: drawn by chance that can be repeated, told to the partnership as numbers only."""

from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.access.actions import declare_conflict
from planning.audits.actions import assign_cases, draw_sample, record_findings
from planning.audits.queries import (
    CaseSeen,
    auditors,
    case_to_audit,
    cases_to_audit,
    sample,
    samples,
)
from planning.audits.rules import QUESTIONS, Answer, Draw, Found, Strata
from planning.concerns.queries import concern
from planning.errors import Blocked, NotAllowed, NotFound
from planning.measures.rules import Shown
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor, Role
from planning.transactions import fetch_value, transaction
from tests.factories import Sent, make_actor
from tests.scene import Scene, decided, make_scene

DAY = date(2031, 3, 5)
LATER = datetime(2031, 3, 10, 9, 0, tzinfo=UTC)
DRAW = Draw("spring 2031", 6, DAY, DAY, date(2031, 4, 30))
ALL_WELL = {question.key: Found(Answer.YES) for question in QUESTIONS}


class Drawn(msgspec.Struct):
    """Eight concerns that met on one day, and who audits."""

    scene: Scene
    concerns: dict[UUID, str]
    partnership: Actor
    auditor: Actor
    sent: Sent

    async def draw(self, draw: Draw = DRAW) -> UUID:
        return await draw_sample(draw=draw, actor=self.partnership, now=LATER)

    async def assign(self, sample_id: UUID, *numbers: int, to: Actor | None = None) -> None:
        await assign_cases(
            sample_id=sample_id,
            numbers=numbers,
            auditor_id=(to or self.auditor).person_id,
            actor=self.partnership,
            now=LATER,
            enqueue=self.sent,
        )

    async def waiting(self, auditor: Actor | None = None) -> list[CaseSeen]:
        who = auditor or self.auditor
        cases = await cases_to_audit(actor=who, now=LATER)
        return [await case_to_audit(case_id=one.id, actor=who, now=LATER) for one in cases]


@pytest.fixture
async def drawn() -> Drawn:
    scene = await make_scene()
    opened = await scene.concerns(*(f"N-{number}" for number in range(8)))
    outcomes = {}
    for number, one in enumerate(opened):
        draft = decided() if number % 2 else scene.adjourned(next_on=date(2031, 4, 2))
        await scene.hold(one.id, draft, day=DAY)
        outcomes[one.id] = str(draft.outcome)
    return Drawn(
        scene,
        outcomes,
        await make_actor(Role.PARTNERSHIP),
        await make_actor(Role.AUDITOR),
        Sent(),
    )


def modelled(draw: Draw, strata: dict[UUID, str]) -> list[UUID]:
    """Algorithm 1 again, from its description (decision 0036)."""

    def rank(one: UUID) -> bytes:
        return sha256(f"{draw.seed} {one}".encode()).digest()

    places = {}
    for stratum in set(strata.values()):
        among = sorted((one for one in strata if strata[one] == stratum), key=rank)
        for number, one in enumerate(among):
            places[one] = (Fraction(2 * number + 1, 2 * len(among)), rank(one))
    chosen = sorted(places, key=lambda one: places[one])[: draw.size]
    return sorted(chosen, key=rank)


@pytest.mark.parametrize("strata", Strata)
async def test_the_same_seed_draws_the_same_cases(drawn: Drawn, strata: Strata) -> None:
    draw = msgspec.structs.replace(DRAW, strata=strata)
    by = drawn.concerns if strata is Strata.OUTCOME else dict.fromkeys(drawn.concerns, "North")
    for _ in range(2):
        sample_id = await drawn.draw(draw)
        await drawn.assign(sample_id, *range(1, 7))
        found = {case.number: case.concern.id for case in await drawn.waiting()}
        assert [found[number] for number in sorted(found)] == modelled(draw, by)
        for case in await drawn.waiting():
            await record_findings(case_id=case.id, found=ALL_WELL, actor=drawn.auditor, now=LATER)
    one, two = await samples(actor=drawn.partnership)
    population = " ".join(sorted(map(str, drawn.concerns)))
    assert one.fingerprint == two.fingerprint == sha256(population.encode()).hexdigest()


async def test_the_partnership_sees_numbers_and_no_child(drawn: Drawn) -> None:
    sample_id = await drawn.draw()
    await drawn.assign(sample_id, 2, 5)
    seen = await sample(sample_id=sample_id, actor=drawn.partnership, now=LATER)
    assert [(case.number, case.auditor_id, case.audited) for case in seen.cases] == [
        (number, drawn.auditor.person_id if number in {2, 5} else None, False)
        for number in range(1, 7)
    ]
    said = msgspec.json.encode(seen).decode()
    assert not any(str(one) in said for one in drawn.concerns)
    for concern_id in drawn.concerns:
        with pytest.raises(NotFound):
            await concern(concern_id=concern_id, actor=drawn.partnership, now=LATER)
    async with transaction(drawn.partnership.person_id):
        assert await fetch_value("select count(*) from audit_case") == 0


async def test_an_auditor_is_let_into_just_those_concerns_for_a_time(drawn: Drawn) -> None:
    sample_id = await drawn.draw()
    await drawn.assign(sample_id, 1, 2)
    case, other = await drawn.waiting()
    assert (case.number, other.number) == (1, 2)
    async with transaction(drawn.auditor.person_id):
        rows = await fetch_value(
            "select array_agg(distinct (reason, until_at = '2031-05-01 00:00 Europe/London')::text)"
            " from membership where person_id = $1",
            drawn.auditor.person_id,
        )
        assert await fetch_value("select count(*) from concern") == 2
    assert rows == ['("Case audit",t)']
    notices = [one for one in drawn.sent.messages if isinstance(one, Notice)]
    assert {one.kind for one in notices} == {NoticeKind.CASE_AUDIT}
    known = await cases_to_audit(actor=drawn.scene.manager, now=LATER)
    assert [(one.number, one.own) for one in known] == [(1, False), (2, False)]
    assert await cases_to_audit(actor=drawn.scene.scheduler, now=LATER) == []
    told = {one.recipient.person_id for one in notices}
    assert told == {drawn.auditor.person_id, drawn.scene.manager.person_id}


async def test_another_auditor_takes_a_case_over(drawn: Drawn) -> None:
    sample_id = await drawn.draw()
    await drawn.assign(sample_id, 1, 2)
    (case, _) = await drawn.waiting()
    second = await make_actor(Role.SENIOR_MANAGER)
    await drawn.assign(sample_id, 1, to=second)
    assert [one.number for one in await drawn.waiting()] == [2]
    assert [one.id for one in await drawn.waiting(second)] == [case.id]
    with pytest.raises(NotFound):
        await case_to_audit(case_id=case.id, actor=drawn.auditor, now=LATER)


async def test_who_is_too_near_audits_nothing(drawn: Drawn) -> None:
    sample_id = await drawn.draw()
    await drawn.assign(sample_id, 1)
    (case,) = await drawn.waiting()
    judge = await make_actor(Role.AUDITOR)
    await declare_conflict(
        compartment_id=case.concern.compartment_id,
        person_id=judge.person_id,
        reason="A relative",
        actor=drawn.auditor,
        now=LATER,
    )
    scene = drawn.scene
    for person, refused in (
        (judge, "case 1."),
        (scene.manager, "case 1, 2."),
        (scene.chair, "case 1, 2."),
        (scene.police, "case 1, 2."),
        (await make_actor(Role.PARTNERSHIP, Role.AUDITOR), "case 1, 2."),
    ):
        with pytest.raises(Blocked) as told:
            await drawn.assign(sample_id, 2, 1, to=person)
        assert refused in told.value.message
    assert [one.number for one in await drawn.waiting()] == [1]


async def test_only_the_partnership_draws_and_gives_out(drawn: Drawn) -> None:
    sample_id = await drawn.draw()
    outsider = drawn.auditor
    for call in (
        draw_sample(draw=DRAW, actor=outsider, now=LATER),
        assign_cases(sample_id=sample_id, numbers=[1], auditor_id=outsider.person_id,
                     actor=outsider, now=LATER, enqueue=drawn.sent),
        samples(actor=outsider),
        sample(sample_id=sample_id, actor=outsider, now=LATER),
        auditors(actor=outsider),
    ):  # fmt: skip
        with pytest.raises((NotAllowed, NotFound)):
            await call
    async with transaction(outsider.person_id):
        assert await fetch_value("select count(*) from audit_sample") == 0
        assert await fetch_value("select count(*) from accord_audit_cases($1)", sample_id) == 0
        refused = await fetch_value(
            "select refused from accord_assign_audit($1, '{1}', $2, now(), now())",
            sample_id, outsider.person_id,
        )  # fmt: skip
        assert refused == [1]
        assert not await fetch_value(
            "select accord_draw_audit($1, 'x', 6, 'none', now(), now(), $2, $2, $2, now())",
            uuid4(), DAY,
        )  # fmt: skip


async def test_what_cannot_be_drawn_is_said_all_at_once(drawn: Drawn) -> None:
    wrong = Draw(" ", 5, date(2031, 3, 12), date(2031, 3, 11), date(2031, 3, 10))
    with pytest.raises(Blocked) as refused:
        await drawn.draw(wrong)
    assert [one.field for one in refused.value.blockers] == [
        "seed", "size", "until_on", "until_on", "due_on",
    ]  # fmt: skip
    with pytest.raises(Blocked, match="Fewer concerns had a meeting then"):
        await drawn.draw(msgspec.structs.replace(DRAW, size=9))
    assert await samples(actor=drawn.partnership) == []
    with pytest.raises(NotFound):
        await sample(sample_id=uuid4(), actor=drawn.partnership, now=LATER)
    with pytest.raises(NotFound):
        await drawn.assign(uuid4(), 1)
    with pytest.raises(Blocked, match="at least one case"):
        await drawn.assign(await drawn.draw())


async def test_findings_are_whole_and_stay(drawn: Drawn) -> None:
    sample_id = await drawn.draw()
    await drawn.assign(sample_id, 1)
    (case,) = await drawn.waiting()

    async def say(found: dict[str, Found], actor: Actor = drawn.auditor) -> None:
        await record_findings(case_id=case.id, found=found, actor=actor, now=LATER)

    with pytest.raises(Blocked) as refused:
        await say(
            {
                **{key: one for key, one in ALL_WELL.items() if key != "voice"},
                "purpose": Found(Answer.NO, " "),
                "repeats": Found(Answer.YES, "x" * 4001),
                "weather": Found(Answer.YES),
            }
        )
    assert [one.field for one in refused.value.blockers] == [
        "weather", "purpose_words", "repeats_words", "voice",
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        await say(ALL_WELL, drawn.scene.manager)
    with pytest.raises(NotFound):
        await say(ALL_WELL, drawn.partnership)
    await say({**ALL_WELL, "voice": Found(Answer.PARTLY, "Seen once. ")})
    with pytest.raises(Blocked, match="audited already"):
        await say(ALL_WELL)
    assert await cases_to_audit(actor=drawn.auditor, now=LATER) == []
    for reader in (drawn.auditor, drawn.scene.manager):
        seen = await case_to_audit(case_id=case.id, actor=reader, now=LATER)
        assert seen.found["voice"] == Found(Answer.PARTLY, "Seen once.")
    with pytest.raises(NotFound):
        await case_to_audit(case_id=case.id, actor=drawn.scene.scheduler, now=LATER)


def _told(found: Shown) -> int | str:
    return ("few" if found.few else "hidden") if found.value is None else found.value


async def test_counts_come_once_and_hide_what_is_few(drawn: Drawn) -> None:
    sample_id = await drawn.draw(msgspec.structs.replace(DRAW, size=8))
    await drawn.assign(sample_id, *range(1, 9))
    for number, case in enumerate(await drawn.waiting()):
        before = await sample(sample_id=sample_id, actor=drawn.partnership, now=LATER)
        assert before.counts == []
        voice = Found(Answer.NO, "Not asked.") if number < 2 else Found(Answer.YES)
        split = Found(Answer.CANNOT_TELL) if number < 4 else Found(Answer.YES)
        found = {**ALL_WELL, "voice": voice, "sharing": split}
        await record_findings(case_id=case.id, found=found, actor=drawn.auditor, now=LATER)
    whole = await sample(sample_id=sample_id, actor=drawn.partnership, now=LATER)
    shown = {one.question.key: [_told(count.cases) for count in one.counts] for one in whole.counts}
    assert shown["purpose"] == [8, 0, 0, 0, 0]
    assert shown["voice"] == ["hidden", 0, "few", 0, 0]
    assert shown["sharing"] == ["hidden"] * 5


async def test_both_kinds_of_auditor_are_offered(drawn: Drawn) -> None:
    drawer = await make_actor(Role.PARTNERSHIP, Role.AUDITOR)
    offered = [one.id for one in await auditors(actor=drawn.partnership)]
    assert drawn.auditor.person_id in offered
    assert drawn.scene.manager.person_id in offered
    assert drawer.person_id not in offered
    assert len(offered) == len(set(offered))
