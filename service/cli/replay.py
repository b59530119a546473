"""accord replay: the drift in a file of past meetings. No database is opened, nothing is kept."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from planning import clock
from planning.errors import Invalid
from planning.procedures.rules import Profile, parse_profile
from planning.procedures.shipped import shipped_profile
from planning.replays.rules import LONGEST_LINE, File, read_file, replay
from service.cli.telling import complain, say
from service.cli.writing import write_whole
from service.demo.past import EXAMPLE, EXAMPLE_DAY
from service.replays.page import html_of
from service.replays.progress import progress
from service.replays.sheet import HEADING, rows_of
from service.replays.telling import columns_text, fault_lines, text_of
from service.settings import Settings
from service.web.csv import csv_text

DONE, REFUSED, NOT_UNDERSTOOD = 0, 1, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Exit codes: 0 shown, 1 bad rows or an unreadable file, 2 not understood."""
    parser.epilog = "0: shown. 1: the file or the profile has faults, all named. 2: not understood."
    parser.add_argument("file", nargs="?", type=Path, help="CSV, one row per child and meeting")
    parser.add_argument("--example", action="store_true", help="use the shipped 90 meetings")
    parser.add_argument("--columns", action="store_true", help="explain the columns and codes")
    parser.add_argument("--skip-bad", action="store_true", help="leave bad rows out, and say which")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="2026-03-31")
    parser.add_argument("--profile", type=Path, metavar="FILE.toml", help="your own procedure")
    parser.add_argument("--csv", type=Path, metavar="OUT", help="write every chain as CSV")
    parser.add_argument("--html", type=Path, metavar="OUT", help="write a page to print")


def run(options: argparse.Namespace, _settings: Settings) -> int:
    """Read, then show; nothing is shown of a file with faults unless they may be skipped."""
    try:
        profile = _profile(options.profile)
        if options.columns:
            say("\n".join(columns_text(profile)))
            return DONE
        misused = _misuse(options)
        if misused:
            complain(misused)
            return NOT_UNDERSTOOD
        return _replay(options, profile)
    except Invalid as refusal:
        complain(blocker.message for blocker in refusal.blockers)
    except OSError as fault:
        complain([f"{fault.filename}: {fault.strerror}."])
    except UnicodeDecodeError:
        complain([f"{options.profile}: this is not text in UTF-8."])
    return REFUSED


def _replay(options: argparse.Namespace, profile: Profile) -> int:
    path, today = _source(options)
    file = _read(path, profile, today)
    if file.faults and not (options.skip_bad and file.rows):
        complain(fault_lines(file.faults))
        complain([_refusal(file, options.skip_bad)])
        return REFUSED
    shown = replay(
        file, profile, as_of=options.as_of or today, tick=progress("Followed", len(file.rows))
    )
    skipped = [*_skipped(file)] if file.faults else []
    say("\n".join([*skipped, *text_of(shown), *skipped]))
    if options.csv:
        write_whole(options.csv, [csv_text(HEADING, rows_of(shown))])
    if options.html:
        write_whole(options.html, html_of(shown, title=path.name, skipped=file.faults))
    return DONE


def _source(options: argparse.Namespace) -> tuple[Path, date]:
    """The file, and the day that counts as today: the example's is its own."""
    if options.example:
        return EXAMPLE, EXAMPLE_DAY
    return options.file, clock.today(clock.now())


def _read(path: Path, profile: Profile, today: date) -> File:
    return read_file(_lines(path), profile, today=today, tick=progress("Read"))


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE + 1):
            yield line


def _profile(path: Path | None) -> Profile:
    return parse_profile(path.read_text(encoding="utf-8") if path else shipped_profile())


def _misuse(options: argparse.Namespace) -> list[str]:
    found = []
    if bool(options.file) == options.example:
        found.append("Name one file, or --example. --columns explains what the file holds.")
    if options.as_of and options.as_of > _source(options)[1]:
        found.append("--as-of: choose a day that is not in the future.")
    outs = [out.resolve() for out in (options.csv, options.html) if out]
    taken = [path.resolve() for path in (options.file, options.profile) if path]
    if len({*outs, *taken}) < len(outs) + len(taken):
        found.append("--csv and --html: choose files of their own.")
    return found


def _skipped(file: File) -> Iterator[str]:
    yield f"LEFT OUT, for {len(file.faults):,} faults:"
    yield from (f"  {line}" for line in fault_lines(file.faults))
    yield ""


def _refusal(file: File, skipping: bool) -> str:  # noqa: FBT001
    rows = f"{len(file.rows):,} other rows are good."
    if skipping:
        return "No row is good. Nothing was analysed."
    return f"Nothing was analysed. {rows} Mend these, or add --skip-bad to leave them out."
