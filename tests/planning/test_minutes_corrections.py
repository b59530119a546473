"""From approval to final text: corrections in their time, every version kept, addenda after."""

from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from planning.errors import Blocked, Invalid, NotAllowed, NotFound, Stale
from planning.meetings.actions import NewCorrection
from planning.meetings.queries import meeting, meetings, work_of
from planning.meetings.rules.states import MeetingState
from planning.outbox import NoticeKind
from planning.transactions import execute, fetch_value, transaction
from tests.planning.minuted import AFTER, APPROVED, JOINT, LATER, SECRET, TEXT, Minuting, minuting

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
async def minutes() -> Minuting:
    made = await minuting()
    await made.approve()
    return made


async def test_approval_opens_the_time_for_corrections(minutes: Minuting) -> None:
    seen = await minutes.read(minutes.scene.school)
    assert (seen.state, seen.version, seen.versions) == (MeetingState.IN_CORRECTION, 1, 1)
    assert seen.corrections_until is not None
    assert seen.corrections_until.isoformat() == "2026-03-12T00:00:00+00:00"
    assert [child.reference for child in seen.children] == ["N-2"]


async def test_an_accepted_correction_makes_a_version_and_the_old_one_is_kept(
    minutes: Minuting,
) -> None:
    asked = await minutes.ask(minutes.scene.school)
    assert minutes.told(NoticeKind.CORRECTION_ASKED) == {minutes.scene.chair.person_id}
    assert await minutes.accept(asked) == 2
    assert minutes.told(NoticeKind.MINUTES_CORRECTED) == minutes.everybody
    new, old = (
        await minutes.read(minutes.scene.police),
        await minutes.read(minutes.scene.police, version=1),
    )
    assert (new.version, new.joint.items[0].body, old.joint.items[0].body) == (
        2,
        "We were six.",
        "We were five.",
    )
    (kept,) = new.corrections
    assert (kept.agency_name, kept.wrong, kept.should_say, kept.made_version) == (
        await _agency(minutes),
        JOINT.wrong,
        JOINT.should_say,
        2,
    )
    with pytest.raises(NotFound):
        await minutes.read(minutes.scene.police, version=3)


async def _agency(minutes: Minuting) -> str:
    school = minutes.scene.school
    async with transaction(school.person_id):
        return str(await fetch_value("select name from agency where id = $1", school.agency_id))


async def test_a_declined_correction_is_shown_with_its_reason_and_the_text_stays(
    minutes: Minuting,
) -> None:
    asked = await minutes.ask(minutes.scene.police)
    await minutes.decline(asked)
    assert minutes.told(NoticeKind.CORRECTION_DECLINED) == {minutes.scene.police.person_id}
    seen = await minutes.read(minutes.scene.school)
    assert (seen.version, seen.joint.items[0].body) == (1, "We were five.")
    assert [(one.made_version, one.reason) for one in seen.corrections] == [(None, "It was five.")]


async def test_of_a_child_s_part_only_its_readers_learn_anything(minutes: Minuting) -> None:
    secret = NewCorrection(TEXT, "Not so", SECRET, minutes.first)
    asked = await minutes.ask(minutes.scene.police, secret)
    with pytest.raises(NotFound):
        await minutes.ask(minutes.scene.school, secret)
    await minutes.accept(asked, "Corrected secret")
    told = minutes.told(NoticeKind.MINUTES_CORRECTED)
    assert told == minutes.everybody - {minutes.scene.school.person_id}
    of_school = await minutes.read(minutes.scene.school)
    assert (of_school.version, of_school.versions, of_school.corrections) == (1, 1, [])
    assert "secret" not in msgspec.json.encode(of_school).decode().lower()
    of_police = await minutes.read(minutes.scene.police)
    assert (of_police.version, of_police.children[0].items[0].body) == (2, "Corrected secret")


async def test_a_hidden_open_correction_does_not_keep_others_minutes_from_being_final(
    minutes: Minuting,
) -> None:
    secret = NewCorrection(TEXT, "Not so", "So", minutes.first)
    asked = await minutes.ask(minutes.scene.police, secret)
    of_school = await minutes.read(minutes.scene.school, now=AFTER)
    of_chair = await minutes.read(minutes.scene.chair, now=AFTER)
    assert (of_school.state, of_chair.state) == (MeetingState.FINAL, MeetingState.IN_CORRECTION)
    with pytest.raises(Blocked, match="can still be corrected"):
        await minutes.add()
    work = await work_of(actor=minutes.scene.chair, now=AFTER)
    assert [(one.id, one.waiting) for one in work.to_correct] == [(minutes.meeting_id, 1)]
    await minutes.decline(asked, now=AFTER)
    assert (await minutes.read(minutes.scene.chair, now=AFTER)).state is MeetingState.FINAL
    assert minutes.told(NoticeKind.MINUTES_FINAL) == minutes.everybody


async def test_the_clock_makes_minutes_final_whether_or_not_the_worker_has_run(
    minutes: Minuting,
) -> None:
    police = minutes.scene.police
    states = (
        (await minutes.read(police, now=AFTER)).state,
        (await meeting(meeting_id=minutes.meeting_id, actor=police, now=AFTER)).state,
        (await meetings(actor=police, now=AFTER)).items[0].state,
    )
    assert states == (MeetingState.FINAL,) * 3
    with pytest.raises(Blocked, match="Ask the chair for an addendum"):
        await minutes.ask(police, now=AFTER)
    await minutes.add()


async def test_after_its_time_a_correction_is_refused_even_while_another_waits(
    minutes: Minuting,
) -> None:
    await minutes.ask(minutes.scene.police)
    with pytest.raises(Blocked, match=r"until the end of 11 March 2026\. Ask the chair"):
        await minutes.ask(minutes.scene.health, now=AFTER)


async def test_every_fault_of_a_correction_is_named_at_once(minutes: Minuting) -> None:
    with pytest.raises(Invalid) as refused:
        await minutes.ask(minutes.scene.police, NewCorrection("outcome", " ", "x" * 20_001))
    assert [blocker.field for blocker in refused.value.blockers] == [
        "section",
        "wrong",
        "should_say",
    ]


async def test_who_was_not_invited_asks_for_nothing(minutes: Minuting) -> None:
    with pytest.raises(NotAllowed):
        await minutes.ask(minutes.scene.scheduler)
    with pytest.raises(NotFound):
        await minutes.ask(minutes.scene.stranger)


async def test_only_the_chair_answers_and_only_once(minutes: Minuting) -> None:
    asked = await minutes.ask(minutes.scene.police)
    with pytest.raises(NotAllowed, match="Only the chair can answer corrections"):
        await minutes.accept(asked, actor=minutes.scene.police)
    await minutes.accept(asked)
    with pytest.raises(Blocked, match="answered already"):
        await minutes.decline(asked)
    with pytest.raises(NotFound):
        await minutes.decline(uuid4())


async def test_two_corrections_of_one_part_do_not_undo_each_other(minutes: Minuting) -> None:
    one, two = await minutes.ask(minutes.scene.police), await minutes.ask(minutes.scene.health)
    await minutes.accept(one)
    with pytest.raises(Stale, match="Read its new text"):
        await minutes.accept(two, "We were seven.")
    assert await minutes.accept(two, "We were seven.", part_version=2) == 3
    records = [
        (await minutes.read(minutes.scene.police, version=version)).joint.items[0].body
        for version in (1, 2, 3)
    ]
    assert records == ["We were five.", "We were six.", "We were seven."]


@pytest.mark.parametrize(
    ("section", "text", "field"),
    [
        ("outcome", "New", "section"),
        (TEXT, "We were five. ", "text"),
        (TEXT, "x" * 50_001, "text"),
    ],
)
async def test_a_corrected_text_is_one_of_the_part_s_and_new(
    minutes: Minuting, section: str, text: str, field: str
) -> None:
    asked = await minutes.ask(minutes.scene.police)
    with pytest.raises(Invalid) as refused:
        await minutes.accept(asked, text, section=section)
    assert [blocker.field for blocker in refused.value.blockers] == [field]
    with pytest.raises(Invalid, match="Enter why the text stays"):
        await minutes.decline(asked, " ")


async def test_the_chair_ends_the_time_early_once_all_have_confirmed_and_nothing_waits(
    minutes: Minuting,
) -> None:
    scene = minutes.scene
    with pytest.raises(NotAllowed):
        await minutes.finish(actor=scene.police)
    asked = await minutes.ask(scene.police)
    with pytest.raises(Blocked) as refused:
        await minutes.finish()
    assert [blocker.message for blocker in refused.value.blockers] == [
        "Answer every correction first.",
        "Not everybody has confirmed the minutes. They become final by themselves.",
    ]
    await minutes.confirm(scene.health)
    await minutes.accept(asked)
    await minutes.confirm(scene.police, scene.health, scene.school, version=2)
    await minutes.finish()
    seen = await minutes.read(scene.school)
    assert seen.state is MeetingState.FINAL
    with pytest.raises(Blocked, match="The minutes of this meeting are final"):
        await minutes.finish()
    with pytest.raises(Blocked, match="write an addendum"):
        await minutes.decline(asked)


async def test_who_confirms_says_which_version_they_read(minutes: Minuting) -> None:
    police = minutes.scene.police
    await minutes.accept(await minutes.ask(police))
    with pytest.raises(Stale, match="corrected since you opened them"):
        await minutes.confirm(police)
    await minutes.read(police)
    assert await _to_confirm(minutes) == [True]
    await minutes.confirm(police, version=2)
    await minutes.confirm(police, version=2)
    assert await _to_confirm(minutes) == []
    assert (await minutes.read(police)).acknowledged
    await minutes.accept(await minutes.ask(police), "We were eight.", part_version=2)
    assert await _to_confirm(minutes) == [False]
    assert not (await minutes.read(police)).acknowledged


async def _to_confirm(minutes: Minuting) -> list[bool]:
    """For each of the police's minutes that wait: whether they were read."""
    work = await work_of(actor=minutes.scene.police, now=LATER)
    return [one.read for one in work.minutes]


async def test_an_addendum_completes_final_text_for_those_who_read_the_part(
    minutes: Minuting,
) -> None:
    scene = minutes.scene
    with pytest.raises(Blocked, match="can still be corrected"):
        await minutes.add(now=LATER)
    with pytest.raises(NotAllowed):
        await minutes.add(actor=scene.police)
    with pytest.raises(Invalid) as refused:
        await minutes.add(" ", reason="x" * 2_001)
    assert [blocker.field for blocker in refused.value.blockers] == ["text", "reason"]
    await minutes.add(SECRET, concern_id=minutes.first)
    school = scene.school.person_id
    assert minutes.told(NoticeKind.MINUTES_ADDED_TO) == minutes.everybody - {school}
    await minutes.add("For all", now=AFTER + timedelta(minutes=1))
    assert minutes.told(NoticeKind.MINUTES_ADDED_TO) == minutes.everybody
    end = AFTER + timedelta(days=1)
    of_school, of_police = [
        [(one.text, one.reason) for one in (await minutes.read(who, now=end)).addenda]
        for who in (scene.school, scene.police)
    ]
    assert of_school == [("For all", "It came late.")]
    assert of_police == [(SECRET, "It came late."), *of_school]


async def test_before_approval_nothing_of_this_is_possible() -> None:
    closed = await minuting()
    for act in (closed.ask(closed.scene.police), closed.confirm(closed.scene.police)):
        with pytest.raises(Blocked, match="not approved yet"):
            await act
    with pytest.raises(Blocked, match="not approved yet"):
        await closed.add()
    with pytest.raises(Blocked, match="Approve the minutes first"):
        await closed.finish()


async def test_a_chair_who_no_longer_sees_a_child_makes_nothing_final(minutes: Minuting) -> None:
    scene = minutes.scene
    asked = await minutes.ask(scene.police)
    await minutes.confirm(scene.police, scene.health, scene.school)
    async with transaction(scene.chair.person_id):
        await execute(
            "update membership set ended_at = now() where person_id = $1 and compartment_id ="
            " (select compartment_id from concern where id = $2)",
            scene.chair.person_id,
            minutes.first,
        )
    with pytest.raises(Blocked, match="cannot see every child"):
        await minutes.finish()
    await minutes.decline(asked, now=AFTER)
    assert minutes.told(NoticeKind.MINUTES_FINAL) == set()
    assert (await minutes.read(scene.chair, now=AFTER)).state is MeetingState.FINAL


async def test_times_are_those_of_the_approval(minutes: Minuting) -> None:
    assert (await minutes.read(minutes.scene.police)).approved_at == APPROVED
