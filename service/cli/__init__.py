"""The command `accord`. A command is one line in COMMANDS and one module beside this one.

The module has `arguments(parser)` and `run(options, settings) -> exit code`, and is imported only
when it is asked for, so that each process holds no more than it needs.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "run": ("service.cli.run", "start everything on this machine: web and worker"),
    "web": ("service.cli.web", "start the web process alone"),
    "worker": ("service.cli.worker", "start the worker alone: mail and other jobs"),
    "receive": ("service.cli.receive", "take the mail that comes back: answers and bounces"),
    "demo": ("service.cli.demo", "start Northborough, a synthetic partnership to try it on"),
    "replay": ("service.cli.replay", "show the drift in a file of past meetings; stores nothing"),
    "surge": ("service.cli.surge", "find a schedule for a file of meetings; stores nothing"),
    "migrate": ("service.cli.migrate", "bring the database up to date"),
    "rebuild": ("service.cli.rebuild", "work out anew what is kept of chains, and mend it"),
    "mail": ("service.cli.mail", "try the way of mail out and back, and say what is wrong"),
    "check": ("service.cli.check", "check settings and database, and say what is dangerous"),
    "person": ("service.cli.person", "add, invite, list or close people"),
    "token": ("service.cli.token", "create, revoke or list API tokens"),
}

WITHOUT_SETTINGS = {"surge"}
"""They work on files alone, and start at once."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 refused, 2 not understood, 78 settings."""
    given = list(sys.argv[1:] if words is None else words)
    name = given[0] if given else ""
    if name not in COMMANDS:
        _overview().parse_args(given or ["--help"])
        return 2
    module_name, help_text = COMMANDS[name]
    module = importlib.import_module(module_name)
    parser = argparse.ArgumentParser(prog=f"accord {name}", description=help_text)
    module.arguments(parser)
    options = parser.parse_args(given[1:])
    if name in WITHOUT_SETTINGS:
        return int(module.run(options))
    return int(importlib.import_module("service.cli.configured").run(module, options))


def _overview() -> argparse.ArgumentParser:
    lines = "\n".join(f"  {name:<9} {text}" for name, (_, text) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="accord",
        description="Strategy meetings, drift, operation plans and sign-off.",
        epilog=f"commands:\n{lines}\n\naccord COMMAND --help tells more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    return parser
