"""How mail may reach an agency: set by administrators, kept in history."""

from datetime import timedelta
from uuid import uuid4

import pytest

from planning.errors import NotAllowed, NotFound
from planning.people.actions import set_mail_channel
from planning.people.queries import agencies, channel_changes, people
from planning.people.rules import MailChannel, Role
from planning.transactions import Connection
from tests.factories import NOW, make_actor, make_agency


async def test_an_administrator_sets_a_channel_and_history_keeps_each(
    rolled_back: Connection,
) -> None:
    boss = await make_actor(Role.ADMINISTRATOR)
    agency_id = await make_agency()
    at_school = await make_actor(agency_id=agency_id)
    for hours, channel in enumerate((MailChannel.PORTAL, MailChannel.PORTAL, MailChannel.CJSM)):
        now = NOW + timedelta(hours=hours)
        await set_mail_channel(agency_id=agency_id, channel=channel, actor=boss, now=now)
    changes = await channel_changes(agency_id=agency_id, actor=boss)
    assert [(one.before, one.after, one.by_name) for one in changes] == [
        (MailChannel.PORTAL, MailChannel.CJSM, boss.name),
        (MailChannel.ORDINARY, MailChannel.PORTAL, boss.name),
    ]
    (agency,) = [one for one in await agencies(actor=at_school) if one.id == agency_id]
    (person,) = [one for one in await people(actor=boss) if one.id == at_school.person_id]
    assert (agency.mail_channel, person.mail_channel) == (MailChannel.CJSM, MailChannel.CJSM)


async def test_nobody_else_sets_or_reads_it_and_no_other_agency_is_there(
    rolled_back: Connection,
) -> None:
    agency_id = await make_agency()
    scheduler = await make_actor(Role.SCHEDULER)
    with pytest.raises(NotAllowed):
        await set_mail_channel(
            agency_id=agency_id, channel=MailChannel.PORTAL, actor=scheduler, now=NOW
        )
    boss = await make_actor(Role.ADMINISTRATOR)
    await set_mail_channel(agency_id=agency_id, channel=MailChannel.PORTAL, actor=boss, now=NOW)
    assert await channel_changes(agency_id=agency_id, actor=scheduler) == []
    with pytest.raises(NotFound):
        await set_mail_channel(agency_id=uuid4(), channel=MailChannel.TLS, actor=boss, now=NOW)
