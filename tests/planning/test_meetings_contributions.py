"""A paper before the meeting: attributed, fact or opinion, for those who run it until then."""

from uuid import UUID, uuid4

import msgspec
import pytest

from planning.errors import Blocked, NotFound
from planning.meetings.actions import contribute, record_items
from planning.meetings.contributions import Contribution
from planning.meetings.queries import all_contributions, meeting, minutes_of, own_contributions
from planning.meetings.rules.contributions import Written
from planning.meetings.rules.record import HEADINGS, Change, Content, Nature, Section
from planning.meetings.rules.scheduling import Invitee
from planning.people.rules import Actor
from planning.transactions import Connection, fetch_value, transaction
from tests.factories import NOW
from tests.scene import HELD, Scene, decided, make_scene

FACT, OPINION = Nature.FACT, Nature.OPINION


@pytest.fixture
async def scene(rolled_back: Connection) -> Scene:
    return await make_scene()


async def invited(scene: Scene) -> tuple[UUID, UUID, UUID]:
    """Two children; the school is there for the second only."""
    first, second = await scene.concerns("N-1", "N-2")
    asked = scene.convening([first.id, second.id])
    school = Invitee(scene.school.person_id, concern_ids=[second.id])
    asked = msgspec.structs.replace(asked, invitees=[*asked.invitees, school])
    return (await scene.convene(asked)).meeting_id, first.id, second.id


async def write(actor: Actor, meeting_id: UUID, *items: Written) -> list[UUID]:
    return await contribute(meeting_id=meeting_id, items=items, actor=actor, now=NOW)


async def read(actor: Actor, meeting_id: UUID) -> list[Contribution]:
    return await all_contributions(meeting_id=meeting_id, actor=actor, now=NOW)


async def test_chair_reads_all_with_who_said_it_and_as_what(scene: Scene) -> None:
    meeting_id, _, second = await invited(scene)
    await write(
        scene.school,
        meeting_id,
        Written(FACT, " Absent on three days. ", second),
        Written(OPINION, "The plan is too slow."),
    )
    found = await read(scene.chair, meeting_id)
    assert [
        (one.child_name, one.nature, one.text, one.person_name, one.version, one.given_at)
        for one in found
    ] == [
        (None, OPINION, "The plan is too slow.", scene.school.name, 1, NOW),
        ("Child N-2", FACT, "Absent on three days.", scene.school.name, 1, NOW),
    ]
    assert {one.agency_id for one in found} == {scene.school.agency_id}


async def test_until_it_is_in_the_record_only_its_author_and_who_runs_the_meeting_read_it(
    scene: Scene,
) -> None:
    meeting_id, _, second = await invited(scene)
    await write(scene.school, meeting_id, Written(FACT, "Absent on three days.", second))
    with pytest.raises(NotFound):
        await read(scene.police, meeting_id)
    for person, rows in ((scene.police, 0), (scene.school, 1), (scene.chair, 1)):
        async with transaction(person.person_id):
            assert await fetch_value("select count(*) from contribution") == rows
    mine = await own_contributions(meeting_id=meeting_id, actor=scene.school)
    assert [one.text for one in mine.items] == ["Absent on three days."]
    assert [child.name for child in mine.children] == ["Child N-2"]
    assert (await own_contributions(meeting_id=meeting_id, actor=scene.police)).items == []
    with pytest.raises(NotFound):
        await own_contributions(meeting_id=meeting_id, actor=scene.scheduler)


async def test_a_change_is_a_new_version_and_the_older_one_is_kept(scene: Scene) -> None:
    meeting_id, _, second = await invited(scene)
    (item,) = await write(scene.school, meeting_id, Written(FACT, "Absent.", second))
    changed = Written(OPINION, "Often absent.", second, item)
    assert await write(scene.school, meeting_id, changed) == [item]
    await write(scene.school, meeting_id, changed)
    (found,) = await read(scene.chair, meeting_id)
    assert (found.text, found.nature, found.version) == ("Often absent.", OPINION, 2)
    async with transaction(scene.school.person_id):
        assert await fetch_value("select count(*) from contribution") == 2


async def test_every_fault_is_told_beside_its_item(scene: Scene) -> None:
    meeting_id, first, second = await invited(scene)
    (mine,) = await write(scene.school, meeting_id, Written(FACT, "Absent.", second))
    (theirs,) = await write(scene.police, meeting_id, Written(FACT, "Seen.", first))
    with pytest.raises(Blocked) as refusal:
        await write(
            scene.school,
            meeting_id,
            Written(FACT, " "),
            Written(FACT, "x" * 10_001, first),
            Written(FACT, "Late.", None, mine),
            Written(FACT, "Late.", second, mine),
            Written(FACT, "Seen.", first, theirs),
        )
    assert [(one.field, one.message) for one in refusal.value.blockers] == [
        ("items", "Change each item once."),
        ("items.0.text", "Write up to 10,000 characters."),
        ("items.1.text", "Write up to 10,000 characters."),
        ("items.1.concern_id", "Choose a child that you attend this meeting for."),
        ("items.2.item_id", "Change only what you sent, about the same child."),
        ("items.4.concern_id", "Choose a child that you attend this meeting for."),
        ("items.4.item_id", "Change only what you sent, about the same child."),
    ]
    for items in ([], [Written(FACT, "One more")] * 51):
        with pytest.raises(Blocked, match="between 1 and 50"):
            await write(scene.school, meeting_id, *items)


async def test_a_paper_is_no_presence(scene: Scene) -> None:
    meeting_id, _, second = await invited(scene)
    await write(scene.health, meeting_id, Written(FACT, "Seen twice.", second))
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert "Health has not answered: not quorate." in [
        line.sentence for line in seen.forecast.categories
    ]


async def test_nobody_writes_who_is_not_invited_or_once_it_is_closed(scene: Scene) -> None:
    meeting_id, first, second = await invited(scene)
    for outsider in (scene.scheduler, scene.stranger):
        with pytest.raises(NotFound):
            await write(outsider, meeting_id, Written(FACT, "Heard."))
    with pytest.raises(NotFound):
        await write(scene.police, uuid4(), Written(FACT, "Heard."))
    await scene.come(meeting_id)
    for child in (first, second):
        await scene.decide(meeting_id, child, decided())
    await scene.close(meeting_id, now=HELD)
    with pytest.raises(Blocked, match="closed already"):
        await write(scene.police, meeting_id, Written(FACT, "Heard."))
    late = await own_contributions(meeting_id=meeting_id, actor=scene.police)
    assert (late.may_write, late.items) == (False, [])


async def test_a_paper_is_part_of_the_minutes_of_its_child(scene: Scene) -> None:
    meeting_id, first, second = await invited(scene)
    await write(
        scene.school,
        meeting_id,
        Written(FACT, "Absent on three days.", second),
        Written(OPINION, "The plan is too slow."),
    )
    draft = await minutes_of(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    told = {child.concern_id: child.items for child in draft.children} | {None: draft.joint.items}
    name, heading = scene.school.name, "Information sent in writing"
    assert {
        key: [(line.heading, line.source, line.nature, line.body) for line in lines]
        for key, lines in told.items()
    } == {
        None: [(heading, name, OPINION, "The plan is too slow.")],
        first: [],
        second: [(heading, name, FACT, "Absent on three days.")],
    }


async def test_a_paper_that_was_taken_into_the_record_is_in_the_minutes_once(scene: Scene) -> None:
    meeting_id, _, second = await invited(scene)
    (paper,) = await write(scene.school, meeting_id, Written(FACT, "Absent.", second))
    content = Content(body="Absent.", source=scene.school.name, nature=FACT)
    taken = Change(section=Section.INFORMATION, concern_id=second, item_id=paper, content=content)
    await record_items(meeting_id=meeting_id, changes=[taken], actor=scene.chair, now=HELD)
    draft = await minutes_of(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    lines = [(line.heading, line.body) for child in draft.children for line in child.items]
    assert lines == [(HEADINGS[Section.INFORMATION], "Absent.")]
