"""What is done for one child: contact, risk, reviews, the parts of the plan, the end."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from planning.errors import Blocked, Invalid, NotAllowed, NotFound, Stale
from planning.operations.rules import Act
from planning.support.actions import (
    assess_risk,
    end_support,
    log_contact,
    record_review,
    strike_contact,
    write_part,
)
from planning.support.queries import child_plan, support_standing
from planning.support.rules.contact import ContactDraft, ContactKind, ContactState
from planning.support.rules.plans import Ending, PartDraft, PartKey, ReviewDraft, RiskDraft
from planning.support.rules.posts import Post
from planning.transactions import transaction
from tests.factories import NOW, make_actor
from tests.planning.support_world import Support, make_support

TODAY = NOW.date()
LAST_WEEK = TODAY - timedelta(days=6)
LONG_AGO = NOW - timedelta(days=30)
LATER = date(2026, 4, 1)
PROMISE = [{"phase": "Before trial", "contacts_a_week": "2"}, {"phase": "Before go-live"}]
SOON = [{"phase": "Before go-live", "contacts_a_week": "1"}]


async def _state(support: Support, number: int = 0) -> ContactState:
    plan = await child_plan(child_id=support.children[number], actor=support.manager, now=NOW)
    return plan.summary.contact.state


async def test_contact_is_judged_by_the_strategy() -> None:
    support = await make_support(LONG_AGO)
    child = support.children[0]
    assert await _state(support) is ContactState.NOT_EXPECTED
    await support.promise(PROMISE)
    assert await _state(support) is ContactState.NOT_EXPECTED
    await support.promise(SOON)
    assert await _state(support) is ContactState.OVERDUE
    await support.contact(child, LAST_WEEK, ContactKind.ATTEMPT)
    assert await _state(support) is ContactState.OVERDUE
    await support.contact(child, LAST_WEEK)
    assert await _state(support) is ContactState.DUE
    entry = await support.contact(child, TODAY)
    assert await _state(support) is ContactState.MET
    await strike_contact(
        child_id=child, contact_id=entry, reason="Wrong child", actor=support.manager, now=NOW
    )
    plan = await child_plan(child_id=child, actor=support.manager, now=NOW)
    assert plan.summary.contact.state is ContactState.DUE
    assert {(one.kind, one.struck_reason) for one in plan.contacts} == {
        (ContactKind.PHONE, "Wrong child"),
        (ContactKind.PHONE, None),
        (ContactKind.ATTEMPT, None),
    }
    assert [(one.contacts, one.met) for one in plan.weeks][:3] == [
        (0, None),
        (1, True),
        (0, False),
    ]


async def test_a_wrong_entry_is_struck_out_by_its_writer_or_a_manager() -> None:
    support = await make_support()
    child = support.children[0]
    await support.assign(child)
    await support.assign(child, post=Post.DEPUTY, person=(deputy := await make_actor()))
    draft = ContactDraft(TODAY, ContactKind.VISIT, seen=True, note="At the café")
    entry = await log_contact(child_id=child, draft=draft, actor=support.charity, now=NOW)
    with pytest.raises(NotAllowed, match="Only who wrote the entry"):
        await strike_contact(child_id=child, contact_id=entry, reason="No", actor=deputy, now=NOW)
    with pytest.raises(Blocked, match="Enter a reason"):
        await strike_contact(
            child_id=child, contact_id=entry, reason=" ", actor=support.charity, now=NOW
        )
    await strike_contact(
        child_id=child, contact_id=entry, reason="A day early", actor=support.charity, now=NOW
    )
    for gone, of in ((entry, child), (uuid4(), child), (entry, support.children[1])):
        with pytest.raises(NotFound):
            await strike_contact(
                child_id=of, contact_id=gone, reason="Again", actor=support.charity, now=NOW
            )


async def test_who_is_in_one_wall_alone_writes_nothing() -> None:
    support = await make_support()
    child = support.children[0]
    draft = ContactDraft(TODAY, ContactKind.PHONE)
    for outside in (support.world.lead, support.scene.scheduler, support.charity):
        with pytest.raises(NotFound):
            await log_contact(child_id=child, draft=draft, actor=outside, now=NOW)


async def test_wrong_entries_are_refused_whole() -> None:
    support = await make_support()
    child = support.children[0]
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Invalid):
        await support.contact(child, tomorrow)
    with pytest.raises(Invalid):
        await assess_risk(
            child_id=child,
            draft=RiskDraft("", "", TODAY, TODAY),
            actor=support.manager,
            now=NOW,
        )
    with pytest.raises(Invalid):
        await record_review(
            child_id=child,
            draft=ReviewDraft(tomorrow, "", TODAY),
            actor=support.manager,
            now=NOW,
        )
    with pytest.raises(Invalid):
        await write_part(
            child_id=child,
            key=PartKey.SOCIAL,
            draft=PartDraft(""),
            version=0,
            actor=support.manager,
            now=NOW,
        )


async def test_risk_and_review_say_when_they_are_due_again() -> None:
    support = await make_support()
    child = support.children[0]
    for text in ("Waits outside school", "None now"):
        await assess_risk(
            child_id=child,
            draft=RiskDraft(text, "Online", TODAY, LATER),
            actor=support.manager,
            now=NOW,
        )
    await record_review(
        child_id=child,
        draft=ReviewDraft(TODAY, "Settled", LATER),
        actor=support.manager,
        now=NOW,
    )
    plan = await child_plan(child_id=child, actor=support.manager, now=NOW)
    assert {one.immediate for one in plan.risks} == {"Waits outside school", "None now"}
    assert [one.summary for one in plan.reviews] == ["Settled"]
    assert (plan.summary.child.risk_due_on, plan.summary.child.review_due_on) == (LATER, LATER)
    async with transaction(support.manager.person_id):
        before = await support_standing(support.operation_id, today=LATER)
        after = await support_standing(support.operation_id, today=LATER + timedelta(days=1))
    assert (before.risk_out_of_date, after.risk_out_of_date) == (1, 2)


async def test_two_people_who_write_the_same_part_do_not_overwrite_each_other() -> None:
    support = await make_support()
    child = support.children[0]

    async def write(content: str, version: int, key: PartKey = PartKey.WISHES) -> int:
        return await write_part(
            child_id=child,
            key=key,
            draft=PartDraft(content, not_criminalised=True if key is PartKey.JUSTICE else None),
            version=version,
            actor=support.manager,
            now=NOW,
        )

    with pytest.raises(Stale):
        await write("Was never there", 3)
    assert await write("To see her brother", 0) == 1
    with pytest.raises(Stale):
        await write("Something else", 0)
    assert await write("To see her brothers", 1) == 2
    await write("Has given evidence", 0, PartKey.JUSTICE)
    plan = await child_plan(child_id=child, actor=support.manager, now=NOW)
    assert {(one.key, one.content, one.version) for one in plan.parts} == {
        (PartKey.WISHES, "To see her brothers", 2),
        (PartKey.JUSTICE, "Has given evidence", 1),
    }
    assert plan.not_criminalised


async def test_support_ends_after_go_live_and_lets_its_people_out() -> None:
    support = await make_support()
    child = support.children[0]
    await support.assign(child)
    ending = Ending(ended_on=TODAY, reason="Wants no more of it; the school stays in touch")
    with pytest.raises(Blocked, match="after the operation went live"):
        await end_support(child_id=child, ending=ending, actor=support.manager, now=NOW)
    await support.go_live()
    with pytest.raises(NotAllowed):
        await end_support(child_id=child, ending=ending, actor=support.charity, now=NOW)
    await end_support(child_id=child, ending=ending, actor=support.manager, now=NOW)
    plan = await child_plan(child_id=child, actor=support.manager, now=NOW)
    assert (plan.ended_reason, plan.summary.needs) == (ending.reason, [])
    assert plan.summary.contact.state is ContactState.NOT_EXPECTED
    with pytest.raises(Blocked, match="Support has ended"):
        await support.contact(child, TODAY)
    with pytest.raises(NotFound):
        await child_plan(child_id=child, actor=support.charity, now=NOW)
    async with transaction(support.manager.person_id):
        assert (await support_standing(support.operation_id, today=TODAY)).children == 1


async def test_nothing_changes_in_an_operation_that_is_over() -> None:
    support = await make_support()
    await support.move(Act.STAND_DOWN)
    with pytest.raises(Blocked, match="It cannot be changed"):
        await support.contact(support.children[0], TODAY)
    with pytest.raises(Blocked, match="It cannot be changed"):
        await support.assign(support.children[0])
