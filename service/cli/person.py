"""accord person."""

import argparse
from datetime import date
from uuid import UUID

import msgspec

from planning import clock
from planning.errors import Blocked, Blocker
from planning.people.actions import add_agency, add_person, authorise_signatory, remove_person
from planning.people.rules import AgencyCategory, Role
from planning.transactions import fetch_all, fetch_value, transaction
from service.auth.accounts import invite
from service.cli.databases import do
from service.cli.telling import say
from service.mail.outgoing import outgoing_of
from service.settings import Settings


class PersonLine(msgspec.Struct, frozen=True):
    """A person, as the list shows them."""

    email: str
    name: str
    agency: str
    roles: list[str]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add, invite, list, close, make a signatory."""
    acts = parser.add_subparsers(dest="act", required=True)
    adding = acts.add_parser("add", help="add a person, and their agency if it is new")
    adding.add_argument("--email", required=True)
    adding.add_argument("--name", required=True)
    adding.add_argument("--job-title", default="")
    adding.add_argument("--agency", required=True, help="name of the agency")
    adding.add_argument("--category", type=AgencyCategory, help="of a new agency")
    adding.add_argument("--role", type=Role, action="append", default=[], choices=list(Role))
    adding.add_argument("--decision-authority", action="store_true")
    for name, words in (
        ("invite", "mail a person the link to choose a password"),
        ("close", "close a person's account"),
    ):
        acting = acts.add_parser(name, help=words)
        acting.add_argument("email")
        if name == "invite":
            acting.add_argument("--show-link", action="store_true", help="also print the link")
    signing = acts.add_parser("signatory", help="let a person sign for their agency")
    signing.add_argument("email")
    signing.add_argument("--from", dest="from_on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    signing.add_argument("--until", dest="until_on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    acts.add_parser("list", help="list people")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Do one of the acts, as whoever may use the database."""
    acts = {"add": _add, "invite": _invite, "close": _close, "list": _list, "signatory": _sign}
    return do(settings, lambda ready: acts[options.act](options, ready))


async def _add(options: argparse.Namespace, _settings: Settings) -> None:
    now = clock.now()
    async with transaction(None):
        agency_id = await fetch_value("select id from agency where name = $1", options.agency)
        if agency_id is None and options.category is not None:
            agency_id = await add_agency(
                name=options.agency, category=options.category, actor=None, now=now
            )
        if agency_id is None:
            raise Blocked([Blocker("There is no such agency. To make it, give --category.")])
        await add_person(
            agency_id=agency_id,
            name=options.name,
            email=options.email,
            job_title=options.job_title,
            decision_authority=options.decision_authority,
            roles=options.role,
            actor=None,
            now=now,
        )
    say(f"Added. Now: accord person invite {options.email}")


async def _invite(options: argparse.Namespace, settings: Settings) -> None:
    link = await invite(
        person_id=await person_with(options.email),
        public_url=settings.public_url,
        by=None,
        now=clock.now(),
        enqueue=outgoing_of(settings),
    )
    say("The invitation will be mailed by the worker.")
    if options.show_link:
        say(link)


async def _close(options: argparse.Namespace, _settings: Settings) -> None:
    await remove_person(person_id=await person_with(options.email), actor=None, now=clock.now())
    say("The account is closed.")


async def _sign(options: argparse.Namespace, _settings: Settings) -> None:
    now = clock.now()
    await authorise_signatory(
        person_id=await person_with(options.email),
        from_on=options.from_on or clock.today(now),
        until_on=options.until_on,
        actor=None,
        now=now,
    )
    say("They may sign for their agency.")


async def _list(_options: argparse.Namespace, _settings: Settings) -> None:
    async with transaction(None):
        people = await fetch_all(
            PersonLine,
            "select p.email, p.name, a.name as agency,"
            " array(select role from person_role r where r.person_id = p.id order by 1) as roles"
            " from person p join agency a on a.id = p.agency_id"
            " where p.closed_at is null order by a.name, p.name",
        )
    for person in people:
        say("\t".join([person.email, person.name, person.agency, ", ".join(person.roles)]))


async def person_with(email: str) -> UUID:
    """The person of an address; raises `Blocked` when there is none."""
    async with transaction(None):
        found: UUID | None = await fetch_value(
            "select id from person where email = $1 and closed_at is null", email.strip().lower()
        )
    if found is None:
        raise Blocked([Blocker("Nobody here has that email address.")])
    return found
