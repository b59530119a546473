"""A part of the long fuzz: what is applied was earned, and forged or damaged mail never is."""

import pytest

from planning.replies.rules import Applied, Sender, decide, short
from service.mail.incoming.addresses import Box
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.sorting import Said, sort
from tests.calendar.corpus import INVITATION
from tests.factories import NOW
from tests.mail.incoming.earned import is_earned
from tests.mail.incoming.endless import ROBINS, Posted, posted
from tests.mail.incoming.mails import NAME


def applied(mail: Posted) -> str | None:
    """The answer that a mail to Robin's invitation sets, if it sets one."""
    found = sort(mail.raw, box=Box.MEETINGS, envelope_from="a@b.c", trusted=Trusted(NAME, 1))
    if not isinstance(found, Said):
        return None
    sender = Sender(short(found.sender), found.is_confirmed)
    decision = decide(found.content, sender, INVITATION, received_at=NOW)
    return decision.answer.value if isinstance(decision, Applied) else None


@pytest.mark.parametrize("first", range(0, 2000, 500))
def test_what_is_applied_was_earned(first: int) -> None:
    answers = {number: applied(posted(number)) for number in range(first, first + 500)}
    earned = {number for number, answer in answers.items() if answer}
    assert earned
    assert [
        number
        for number, answer in answers.items()
        if answer and not is_earned(posted(number), ROBINS, answer)
    ] == []
