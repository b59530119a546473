"""Signing in, and getting an account."""

import re

from planning.transactions import execute, transaction
from service.demo.cast import PASSWORD
from tests.journeys.accord import Accord, text_of
from tests.journeys.visitor import Visitor


async def given_signed_in(visitor: Visitor, email: str, password: str = PASSWORD) -> None:
    await visitor.open("/sign-in")
    await when_they_sign_in(visitor, email, password)
    assert await visitor.page.title() == "Your work – Accord"


async def when_they_sign_in(visitor: Visitor, email: str, password: str) -> None:
    await visitor.write({"Email address": email, "Password": password})
    await visitor.press("Sign in")


async def given_the_password_was_long_ago() -> None:
    """Everybody gave theirs more than five minutes ago."""
    async with transaction(None):
        await execute(
            "update sign_in_session"
            " set reauthenticated_at = reauthenticated_at - interval '6 minutes'"
        )


async def given_links_have_expired() -> None:
    """A week and more has passed since every link was mailed."""
    async with transaction(None):
        await execute(
            "update account_link set created_at = created_at - interval '8 days',"
            " expires_at = expires_at - interval '8 days'"
        )


async def when_an_account_is_made(administrator: Visitor, *, name: str, email: str) -> None:
    await administrator.open("/people/new")
    await administrator.write({"Name": name, "Email address": email})
    await administrator.choose("Agency", "Police")
    await administrator.press("Save")


async def then_a_link_is_mailed(accord: Accord, email: str, *, count: int = 1) -> str:
    """The path in the newest of the mails to this address."""
    mails = await accord.mails("/choose-password", count=count)
    own = [mail for mail in mails if mail["To"] == email]
    found = re.search(rf"{re.escape(accord.address)}(/\S+)", text_of(own[-1]))
    assert found is not None
    return found[1]
