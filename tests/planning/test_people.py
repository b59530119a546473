"""Adding agencies and people, and who may sign."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.errors import Blocked, Blocker, NotAllowed, NotFound, ReauthenticationNeeded
from planning.people.actions import (
    add_agency,
    add_person,
    authorise_signatory,
    change_address,
    end_signatory,
    remove_person,
)
from planning.people.queries import (
    actor_of,
    agencies,
    may_sign,
    people,
    people_by_id,
    signatories,
    signing_periods,
)
from planning.people.rules import AgencyCategory, Role, require_fresh_password, unknown_people
from planning.transactions import transaction
from tests.factories import NOW, make_actor, make_agency
from tests.planning.operation_world import fresh


async def test_an_administrator_adds_an_agency_and_a_person_who_can_be_found() -> None:
    administrator = await make_actor(Role.ADMINISTRATOR, category=AgencyCategory.PARTNERSHIP)
    chairs = await people(actor=administrator, role=Role.CHAIR)
    agency_id = await add_agency(
        name="St Bede’s School", category=AgencyCategory.EDUCATION, actor=administrator, now=NOW
    )
    person_id = await add_person(
        agency_id=agency_id,
        name="Ada Teacher",
        email=" Ada@Example.org ",
        job_title="Head",
        decision_authority=True,
        roles=[Role.CHAIR],
        actor=administrator,
        now=NOW,
    )
    found = {person.id: person for person in await people(actor=administrator)}[person_id]
    assert (found.name, found.email, found.agency_name) == (
        "Ada Teacher", "ada@example.org", "St Bede’s School",
    )  # fmt: skip
    chairs_now = await people(actor=administrator, role=Role.CHAIR)
    assert [chair.id for chair in chairs_now if chair not in chairs] == [person_id]
    assert agency_id in [agency.id for agency in await agencies(actor=administrator)]


async def test_only_an_administrator_changes_reference_data() -> None:
    scheduler = await make_actor(Role.SCHEDULER)
    with pytest.raises(NotAllowed, match="Only an administrator can do this"):
        await add_agency(name="X", category=AgencyCategory.POLICE, actor=scheduler, now=NOW)


async def test_every_fault_of_a_new_person_is_named_at_once() -> None:
    taken = await make_actor()
    with pytest.raises(Blocked) as refused:
        await add_person(
            agency_id=uuid4(),
            name="A",
            email=taken.email.upper(),
            job_title="",
            decision_authority=False,
            roles=[],
            actor=None,
            now=NOW,
        )
    assert [blocker.field for blocker in refused.value.blockers] == ["email", "agency_id"]


@pytest.mark.parametrize("address", ["<@x", "a@b", "é@b.example", "a b@c.example", "a@b.example,c"])
async def test_an_address_that_no_server_takes_is_refused(address: str) -> None:
    administrator = fresh(await make_actor(Role.ADMINISTRATOR))
    with pytest.raises(Blocked) as adding:
        await add_person(
            agency_id=administrator.agency_id,
            name="A",
            email=address,
            job_title="",
            decision_authority=False,
            roles=[],
            actor=administrator,
            now=NOW,
        )
    with pytest.raises(Blocked) as changing:
        await change_address(
            person_id=administrator.person_id, email=address, actor=administrator, now=NOW
        )
    for refused in (adding, changing):
        assert refused.value.blockers == (
            Blocker(
                "Enter an email address in the correct format, like name@example.com.", "email"
            ),
        )


async def test_an_agency_name_is_taken_once() -> None:
    await make_agency(AgencyCategory.POLICE, name="Northborough Police")
    with pytest.raises(Blocked, match="already"):
        await make_agency(AgencyCategory.POLICE, name="Northborough Police")


async def test_a_signatory_signs_within_their_dates_and_for_their_agency_only() -> None:
    actor = await make_actor(category=AgencyCategory.HEALTH)
    await authorise_signatory(
        person_id=actor.person_id,
        from_on=date(2026, 3, 1),
        until_on=date(2026, 3, 31),
        actor=None,
        now=NOW,
    )
    other = await make_agency(AgencyCategory.HEALTH)
    async with transaction(None):
        answers = [
            await may_sign(person_id=actor.person_id, agency_id=agency, on=on)
            for agency, on in [
                (actor.agency_id, date(2026, 2, 28)),
                (actor.agency_id, date(2026, 3, 1)),
                (actor.agency_id, date(2026, 3, 31)),
                (actor.agency_id, date(2026, 4, 1)),
                (other, date(2026, 3, 1)),
            ]
        ]
        listed = await signatories(agency_ids=[actor.agency_id, other], on=date(2026, 3, 1))
    assert answers == [False, True, True, False, False]
    assert [person.id for person in listed] == [actor.person_id]


async def test_a_signatory_s_period_is_entered_once_ends_and_never_backwards() -> None:
    actor = await make_actor(Role.ADMINISTRATOR)
    first, before = date(2026, 3, 1), date(2026, 2, 1)

    async def authorise(until_on: date | None) -> UUID:
        return await authorise_signatory(
            person_id=actor.person_id, from_on=first, until_on=until_on, actor=actor, now=NOW
        )

    with pytest.raises(Blocked, match="last day"):
        await authorise(before)
    signatory_id = await authorise(None)
    with pytest.raises(Blocked, match="already"):
        await authorise(None)
    with pytest.raises(Blocked, match="last day"):
        await end_signatory(signatory_id=signatory_id, last_on=before, actor=actor, now=NOW)
    with pytest.raises(NotFound):
        await end_signatory(signatory_id=uuid4(), last_on=first, actor=actor, now=NOW)
    await end_signatory(signatory_id=signatory_id, last_on=first, actor=actor, now=NOW)
    periods = await signing_periods(person_id=actor.person_id, actor=actor)
    assert [(period.from_on, period.until_on) for period in periods] == [(first, first)]


async def test_an_unknown_person_cannot_be_a_signatory() -> None:
    with pytest.raises(Blocked, match="Choose a person"):
        await authorise_signatory(
            person_id=uuid4(), from_on=date(2026, 3, 1), until_on=None, actor=None, now=NOW
        )


async def test_somebody_who_has_left_is_nobody() -> None:
    actor = await make_actor()
    await remove_person(person_id=actor.person_id, actor=None, now=NOW)
    async with transaction(None):
        assert await people_by_id([actor.person_id]) == []
        with pytest.raises(NotFound):
            await actor_of(actor.person_id)


def test_unknown_people_are_told_once() -> None:
    known = uuid4()
    assert unknown_people([known], [known], "people") == []
    assert [b.field for b in unknown_people([known, uuid4(), uuid4()], [known], "people")] == [
        "people"
    ]


async def test_a_password_is_fresh_for_five_minutes() -> None:
    actor = await make_actor()

    def given(minutes: float) -> None:
        at = NOW - timedelta(minutes=minutes)
        require_fresh_password(msgspec.structs.replace(actor, reauthenticated_at=at), NOW)

    given(0)
    given(5)
    for too_old in (5.1, -1):
        with pytest.raises(ReauthenticationNeeded):
            given(too_old)
    with pytest.raises(ReauthenticationNeeded):
        require_fresh_password(actor, NOW)
