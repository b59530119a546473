"""Getting an account, signing in and out, being kept out."""

from tests.journeys.accord import Accord
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.signing_in import (
    given_an_account_is_made,
    given_links_have_expired,
    given_signed_in,
    then_a_link_is_mailed,
    then_the_link_is_dead,
    when_they_choose_a_password,
    when_they_sign_in,
)

PASSWORD = "lantern cobalt orchard"
IRIS, JUNO, KIT = (f"{name}@northshire.example" for name in ("iris", "juno", "kit"))


async def test_an_invited_person_chooses_a_password_and_can_sign_out_everywhere(
    arrive: Arriving, sign_in: Arriving, accord: Accord
) -> None:
    await given_an_account_is_made(await sign_in("administrator"), name="Iris Dale", email=IRIS)
    link = await then_a_link_is_mailed(accord, IRIS)
    iris = await arrive(width=PHONE)
    await iris.open(link)
    await when_they_choose_a_password(iris, "short")
    assert iris.status == 422
    assert len(await iris.faults()) == 1
    await when_they_choose_a_password(iris, PASSWORD)
    assert await iris.page.title() == "Your work – Accord"
    assert "Nothing waits for you" in await iris.reads()

    at_her_desk = await arrive()
    await then_the_link_is_dead(at_her_desk, link)
    await given_signed_in(at_her_desk, IRIS, PASSWORD)
    await iris.follow("Iris Dale, Northshire Police")
    await iris.press("Sign out everywhere")
    assert iris.path == "/sign-in"
    await at_her_desk.open("/account")
    assert at_her_desk.path == "/sign-in?next=/account"
    await when_they_sign_in(at_her_desk, IRIS, PASSWORD)
    assert at_her_desk.path == "/account"


async def test_a_link_that_is_too_old_opens_nothing(
    arrive: Arriving, sign_in: Arriving, accord: Accord
) -> None:
    await given_an_account_is_made(await sign_in("administrator"), name="Juno Fell", email=JUNO)
    link = await then_a_link_is_mailed(accord, JUNO)
    await given_links_have_expired(accord)
    await then_the_link_is_dead(await arrive(), link)


async def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(
    arrive: Arriving, sign_in: Arriving, accord: Accord
) -> None:
    await given_an_account_is_made(await sign_in("administrator"), name="Kit Moor", email=KIT)
    kit = await arrive()
    await kit.open(await then_a_link_is_mailed(accord, KIT))
    await when_they_choose_a_password(kit, PASSWORD)
    await kit.press("Sign out")
    for _ in range(10):
        await when_they_sign_in(kit, KIT, "not the password")
        assert await kit.faults() == ["Check your email address and password"]
    await when_they_sign_in(kit, KIT, PASSWORD)
    assert kit.status == 429
    refused = " ".join(await kit.faults())
    assert refused.startswith("There were too many tries. Try again after")
