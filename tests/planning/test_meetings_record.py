"""Two people write the record of one meeting: both texts are kept, and only they see drafts."""

from uuid import uuid4

import msgspec
import pytest

from planning.errors import Blocked, Invalid, NotFound
from planning.meetings.actions import Saved, approve_minutes, record_child
from planning.meetings.queries import minutes_of, record_of, running
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.record import EXPECTED, Change, Choice, Content, Nature, Section
from planning.people.rules import Actor
from planning.procedures.rules import Outcome
from planning.transactions import fetch_value, transaction
from tests.planning.recording import Held, running_meeting
from tests.scene import HELD, decided

OWED = (
    "the child’s voice",
    "identity and culture",
    "risk and analysis",
    "how the section 47 enquiry is done",
    "what the family is told",
    "contingency",
)


@pytest.fixture
async def held() -> Held:
    return await running_meeting()


async def test_a_text_written_on_an_older_one_is_kept_beside_the_newer(held: Held) -> None:
    first = await held.write(held.scene.chair, "High")
    second = await held.write(held.taker, "Low")
    assert (first.number, second.number) == (2, 3)
    assert second.item is not None
    shown = [(text.number, text.body, text.written_by_name) for text in second.item.texts]
    assert shown == [(2, "High", held.scene.chair.name), (3, "Low", held.taker.name)]
    await held.write(held.taker, "Lower", 3)
    assert await held.texts() == [["High", "Lower"]]


async def test_one_of_them_settles_it_and_closing_waits_for_that(held: Held) -> None:
    await held.scene.decide(held.meeting_id, held.child_id, decided())
    await held.write(held.scene.chair, "High")
    await held.write(held.taker, "Low")
    with pytest.raises(Blocked, match="Risk and analysis, Child N-1: there are two versions"):
        await held.scene.close(held.meeting_id)
    seen = await running(meeting_id=held.meeting_id, actor=held.scene.chair, now=HELD)
    assert [child.unsettled for child in seen.children] == [1]
    settled = await held.write(held.taker, "High, but falling", 2, 3)
    assert settled.number == 4
    assert sorted(await held.texts()) == [[""], ["High, but falling"]]
    await held.scene.close(held.meeting_id)


async def test_it_is_settled_by_taking_the_other_s_text_as_it_is(held: Held) -> None:
    await held.write(held.scene.chair, "High")
    second = await held.write(held.taker, "Low")
    assert second.item is not None
    theirs = held.about(Section.ANALYSIS, second.item.texts[0].content(), *second.item.numbers)
    (settled,) = await held.save(held.taker, theirs)
    assert (settled.number, await held.texts()) == (2, [["High"]])


async def test_a_whole_record_owes_nothing(held: Held) -> None:
    whole = [held.about(section, Content(body="Said")) for section in EXPECTED]
    await held.save(held.taker, *whole)
    assert (await running(meeting_id=held.meeting_id, actor=held.taker, now=HELD)).debts == []


async def test_every_text_stays_in_the_history_of_its_item(held: Held) -> None:
    for actor, body, read in (
        (held.scene.chair, "High", [1]),
        (held.taker, "Low", [1]),
        (held.scene.chair, "Agreed", [2, 3]),
    ):
        await held.write(actor, body, *read)
    async with transaction(held.taker.person_id):
        kept = await fetch_value("select array_agg(body order by number) from record_text")
        told = await fetch_value(
            "select array_agg(detail::text) from history_event where act = $1",
            "meeting.item_recorded",
        )
    assert kept == ["High", "Low", "Agreed"]
    assert len(told) == 3
    assert not any("High" in one or "Low" in one for one in told)


async def test_items_of_one_request_are_saved_each_by_itself(held: Held) -> None:
    police, health = held.scene.police.agency_id, held.scene.health.agency_id
    rows = [
        held.about(Section.INFORMATION, Content(body=body, agency_id=agency, nature=nature))
        for body, agency, nature in (
            ("Two reports", police, Nature.FACT),
            ("Looks frightened", health, Nature.OPINION),
        )
    ]
    family = held.about(Section.FAMILY, Content(choice=Choice.NOT_TOLD, body="Not safe yet"))
    welcome = Change(section=Section.JOINT_WELCOME, content=Content(body="Welcome"))
    saved = await held.save(held.taker, *rows, family, welcome)
    assert [one.number for one in saved] == [2, 2, 2, 2]
    await held.save(held.scene.chair, family)
    assert await held.texts() == [
        ["Welcome"],
        ["Two reports"],
        ["Looks frightened"],
        ["Not safe yet"],
    ]
    nothing = await held.save(held.taker, held.about(Section.MISSING, Content()))
    assert nothing == [Saved(1, None)]


async def test_a_row_is_known_by_the_id_that_its_writer_gave(held: Held) -> None:
    item_id = uuid4()
    row = Change(
        section=Section.DISSENT,
        concern_id=held.child_id,
        item_id=item_id,
        content=Content(body="We disagree", agency_id=held.scene.police.agency_id),
    )
    await held.save(held.taker, row)
    again = msgspec.structs.replace(row, read=[2], content=Content(body="We agree now"))
    (saved,) = await held.save(held.taker, again)
    assert saved.item is not None
    assert (saved.item.id, [text.body for text in saved.item.texts]) == (item_id, ["We agree now"])
    elsewhere = msgspec.structs.replace(row, section=Section.INFORMATION)
    with pytest.raises(NotFound):
        await held.save(held.taker, elsewhere)


async def test_an_outcome_that_two_people_dispute_is_the_child_s_once_settled(held: Held) -> None:
    async def outcome(actor: Actor, value: Outcome, version: int) -> Saved:
        return await record_child(
            meeting_id=held.meeting_id,
            concern_id=held.child_id,
            draft=ChildDraft(outcome=value, outcome_reason="Because"),
            version=version,
            actor=actor,
            now=HELD,
        )

    await outcome(held.scene.chair, Outcome.S47_INITIATED_JOINT, 1)
    beside = await outcome(held.taker, Outcome.NO_S47_EARLY_HELP, 1)
    assert beside.item is not None
    assert len(beside.item.texts) == 2
    draft = ChildDraft(outcome=Outcome.NO_S47_EARLY_HELP, outcome_reason="Agreed")
    await held.save(held.taker, held.about(Section.OUTCOME, Content(decision=draft), 2, 3))
    seen = await running(meeting_id=held.meeting_id, actor=held.scene.chair, now=HELD)
    assert [(child.draft, child.version) for child in seen.children] == [(draft, 4)]
    emptied = held.about(Section.OUTCOME, Content(), 4)
    await held.save(held.taker, emptied)
    seen = await running(meeting_id=held.meeting_id, actor=held.scene.chair, now=HELD)
    assert [child.draft for child in seen.children] == [ChildDraft()]


async def test_one_part_is_read_without_the_others(held: Held) -> None:
    await held.write(held.scene.chair, "Of the child")
    await held.scene.write(held.meeting_id, Section.JOINT_OTHER, "For all")
    found = {}
    for name, part in (("child", {"concern_id": held.child_id}), ("joint", {"joint": True})):
        seen = await record_of(
            meeting_id=held.meeting_id,
            actor=held.taker,
            now=HELD,
            **part,
        )
        found[name] = [text.body for item in seen.items for text in item.texts]
    assert found == {"child": ["Of the child"], "joint": ["For all"]}


async def test_unknown_agencies_and_impossible_items_are_refused_together(held: Held) -> None:
    wrong = [
        held.about(Section.INFORMATION, Content(body="a", agency_id=uuid4())),
        held.about(Section.OUTCOME, Content(decision=ChildDraft(authorised_by=uuid4()))),
    ]
    with pytest.raises(Invalid) as refused:
        await held.save(held.taker, *wrong)
    assert [fault.field for fault in refused.value.blockers] == [
        "items.0.agency_id",
        "items.1.authorised_by",
    ]
    with pytest.raises(Invalid):
        await held.save(held.taker)


async def test_a_closed_meeting_takes_no_text_and_its_minutes_hold_the_record(held: Held) -> None:
    police = held.scene.police.agency_id
    content = Content(body="Two reports", agency_id=police, source="DS Munro", nature=Nature.FACT)
    await held.save(
        held.taker,
        held.about(Section.INFORMATION, content),
        held.about(Section.THRESHOLD, Content(choice=Choice.MET)),
    )
    await held.scene.write(held.meeting_id, Section.JOINT_WELCOME, "Welcome")
    await held.scene.decide(held.meeting_id, held.child_id, decided())
    debts = (await running(meeting_id=held.meeting_id, actor=held.taker, now=HELD)).debts
    assert [debt.message for debt in debts] == [f"Child N-1: not recorded yet: {', '.join(OWED)}."]
    await held.scene.close(held.meeting_id)
    with pytest.raises(Blocked, match="closed already"):
        await held.write(held.taker, "Late")
    await approve_minutes(
        meeting_id=held.meeting_id, actor=held.scene.chair, now=HELD, enqueue=held.scene.sent
    )
    minutes = await minutes_of(meeting_id=held.meeting_id, actor=held.scene.health, now=HELD)
    assert [(line.heading, line.body) for line in minutes.joint.items] == [
        ("Welcome and confidentiality", "Welcome")
    ]
    lines = [line for child in minutes.children for line in child.items]
    assert [(line.body, line.source, line.nature, line.choice) for line in lines] == [
        ("Two reports", "DS Munro", Nature.FACT, ""),
        ("", "", None, "Threshold met"),
    ]
