"""An invitation does not arrive: the scheduler sees it, and a corrected address mends it."""

from tests.journeys.accord import Accord
from tests.journeys.conftest import Arriving
from tests.journeys.steps.meetings import Child, email, when_they_answer
from tests.journeys.steps.post import then_it_shows, when_the_invitation_comes_back
from tests.journeys.test_answering_by_mail import NURSE, in_days, when_they_convene
from tests.journeys.visitor import Visitor

KIT, LIV = Child("Kit Marsh", "MA-701"), Child("Liv Marsh", "MA-702")
OFFICER = "DC Imran Sadiq"
ADDRESS = email("police.deputy")
MOVED_TO = email("imran.sadiq")
NOT_QUORATE = "The invitation of Police did not arrive: not quorate."


async def test_a_refused_invitation_is_seen_at_once_and_leaves_for_the_corrected_address(
    sign_in: Arriving, accord: Accord
) -> None:
    accord.mailboxes.dead.add(ADDRESS)
    scheduler = await sign_in("scheduler")
    meeting = await when_they_convene(scheduler, KIT, in_days(19), OFFICER, NURSE)
    for key in ("chair", "nurse"):
        await when_they_answer(await sign_in(key), meeting, "I will come")
    await then_it_shows(scheduler, meeting, NOT_QUORATE)
    assert "Not delivered" in await scheduler.row(OFFICER)
    await then_it_shows(scheduler, "/work", f"The invitation did not arrive: {OFFICER}.")

    administrator = await sign_in("administrator")
    await when_they_correct_the_address(administrator, MOVED_TO)
    assert len(await accord.mails(meeting, count=1, to=MOVED_TO)) == 1
    await then_it_recovers(scheduler, meeting)

    await then_one_that_comes_back_later_counts_too(administrator, scheduler, accord)


async def then_one_that_comes_back_later_counts_too(
    administrator: Visitor, scheduler: Visitor, accord: Accord
) -> None:
    """Of another meeting, at the address that was taken at first; then the first one works."""
    meeting = await when_they_convene(scheduler, LIV, in_days(20), OFFICER, NURSE)
    await then_it_recovers(scheduler, meeting)
    await when_the_invitation_comes_back(accord, meeting, MOVED_TO)
    await then_it_shows(scheduler, meeting, NOT_QUORATE, "no such mailbox")
    assert "Came back" in await scheduler.row(OFFICER)

    accord.mailboxes.dead.clear()
    await when_they_correct_the_address(administrator, ADDRESS)
    assert len(await accord.mails(meeting, count=1, to=ADDRESS)) == 1
    await then_it_recovers(scheduler, meeting)


async def when_they_correct_the_address(administrator: Visitor, address: str) -> None:
    """From the list of mail that did not arrive."""
    await administrator.follow("People")
    await administrator.follow("Mail that did not arrive")
    assert OFFICER in await administrator.row("Invitation", OFFICER)
    way = administrator.page.get_by_role("link", name=f"Correct the address of {OFFICER}")
    await administrator.leave_by(way.first)
    await administrator.write({"Email address": address})
    await administrator.press("Correct the address")


async def then_it_recovers(scheduler: Visitor, meeting: str) -> None:
    """Once it is on its way, the forecast waits for an answer and for nothing else."""
    await then_it_shows(scheduler, meeting, "Police has not answered: not quorate.")
    await then_it_shows(scheduler, meeting, "Quorum: not yet")
    assert NOT_QUORATE not in await scheduler.reads()
