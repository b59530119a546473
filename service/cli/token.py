"""accord token."""

import argparse
from datetime import timedelta
from uuid import UUID

from planning import clock
from service.auth.tokens import LONGEST_DAYS, make_token, revoke_token, working_tokens
from service.cli.databases import do
from service.cli.person import person_with
from service.cli.telling import say
from service.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Create, revoke, list."""
    acts = parser.add_subparsers(dest="act", required=True)
    creating = acts.add_parser("create", help="make a token and print it, this once")
    creating.add_argument("--email", required=True, help="the person it acts for")
    creating.add_argument("--name", required=True, help="what it is for")
    creating.add_argument("--write", action="store_true", help="may change things, too")
    creating.add_argument(
        "--days", type=int, default=90, choices=range(1, LONGEST_DAYS + 1), metavar="1-365"
    )
    revoking = acts.add_parser("revoke", help="end a token at once")
    revoking.add_argument("id", type=UUID)
    acts.add_parser("list", help="list tokens that work")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Do one of the acts, as whoever may use the database."""
    acts = {"create": _create, "revoke": _revoke, "list": _list}
    return do(settings, lambda _ready: acts[options.act](options))


async def _create(options: argparse.Namespace) -> None:
    secret = await make_token(
        person_id=await person_with(options.email),
        name=options.name,
        can_write=options.write,
        lasts=timedelta(days=options.days),
        by=None,
        now=clock.now(),
    )
    say(secret)


async def _revoke(options: argparse.Namespace) -> None:
    await revoke_token(token_id=options.id, owner=None, by=None, now=clock.now())
    say("The token does not work any more.")


async def _list(_options: argparse.Namespace) -> None:
    for token in await working_tokens(owner=None, by=None, now=clock.now()):
        scope = "read and write" if token.can_write else "read"
        say(
            "\t".join(
                [str(token.id), token.person_name, token.name, scope, token.expires_at.isoformat()]
            )
        )
