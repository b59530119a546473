"""Signing in, and getting an account."""

import re

import asyncpg

from planning.transactions import execute, transaction
from service.auth.links import PATH
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


async def given_links_have_expired(accord: Accord) -> None:
    """A week and more has passed since every link was mailed."""
    administrator = await asyncpg.connect(accord.database.administrator)
    await administrator.execute(
        "update account_link set created_at = created_at - interval '8 days',"
        " expires_at = expires_at - interval '8 days'"
    )
    await administrator.close()


async def given_an_account_is_made(administrator: Visitor, *, name: str, email: str) -> None:
    await administrator.open("/people/new")
    await administrator.write({"Name": name, "Email address": email})
    await administrator.choose("Agency", "Northshire Police")
    await administrator.press("Add and invite")
    assert f"{name} was added. An invitation is on its way." in await administrator.reads()


async def then_a_link_is_mailed(accord: Accord, email: str) -> str:
    """The path in the one mail to this address."""
    mail = (await accord.mails(PATH, count=1, to=email))[0]
    found = re.search(rf"{re.escape(accord.address)}(/\S+)", text_of(mail))
    assert found is not None
    return found[1]


async def when_they_choose_a_password(visitor: Visitor, password: str) -> None:
    await visitor.write({"Password": password})
    await visitor.press("Save password and sign in")


async def then_the_link_is_dead(visitor: Visitor, link: str) -> None:
    await visitor.open(link)
    assert visitor.status == 410
    assert "This link does not work any more. Ask for a new one." in await visitor.reads()
