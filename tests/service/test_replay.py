"""`accord replay`: no database, nothing stored; the shipped ninety meetings."""

import csv
import io
import re
import stat
from collections import Counter
from pathlib import Path

import pytest

from planning.procedures.rules import Outcome
from planning.replays.rules import Field
from service.cli import main
from service.demo.past import EXAMPLE, EXAMPLE_DAY, example, write_example
from service.demo.plot import CHILDREN, MEETINGS, stories

MEND = "Mend these, or add --skip-bad to leave them out."
GOOD = "child,held,outcome,team\n=A,2/2/2026,adjourned,<b>\n=A,3/2/2026,adjourned,<b>\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "past.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def _said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    heard = capsys.readouterr()
    return heard.out, heard.err


def test_the_example_is_the_demos_own_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.demo.past.EXAMPLE", tmp_path / "example.csv")
    write_example()
    assert (tmp_path / "example.csv").read_bytes() == EXAMPLE.read_bytes()
    rows = list(example())
    sittings = [sitting for story in stories(EXAMPLE_DAY) for sitting in story.sittings]
    assert (len(rows), len({row[Field.CHILD] for row in rows})) == (MEETINGS, CHILDREN)
    assert Counter(row[Field.OUTCOME] for row in rows) == Counter(one.outcome for one in sittings)


def test_the_example_is_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "--example"]) == 0
    out, err = _said(capsys)
    figures = dict(re.findall(r"^  (\S.*?) {2,}(\S.*)$", out, re.MULTILINE))
    assert (figures["Meetings, counted for each child"], figures["Children"]) == ("90", "27")
    assert figures["Chains that would have turned red"] == "11"
    adjourned = sum(row[Field.OUTCOME] == Outcome.ADJOURNED for row in example())
    # Each adjournment is repeated but the last of the two children still undecided.
    assert figures["Meetings that repeat one without a decision"] == f"{adjourned - 2} of 90 (33%)"
    assert "red on Tuesday 10 February 2026: 3 meetings in a row without a decision" in out
    assert err == ""


def test_what_is_written_is_for_its_owner_and_runs_nothing(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, page = tmp_path / "out.csv", tmp_path / "out.html"
    words = ["replay", str(file), "--as-of", "2026-02-03", "--csv", str(table), "--html", str(page)]
    assert main(words) == 0
    assert sorted(tmp_path.iterdir()) == [table, page, file]
    assert [stat.S_IMODE(path.stat().st_mode) for path in (table, page)] == [0o600, 0o600]
    (row,) = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert (row["child"], row["amber on"], row["alert now"]) == ("'=A", "2026-02-02", "amber")
    assert row["amber because"] == "No next meeting has a date."
    html = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;" in html
    assert "Still without a decision since 2 February 2026" in html
    assert not re.search(r"<b>|<script|src=|href=|url\(", html)
    assert "Written: " in _said(capsys)[0]


def test_bad_rows_stop_all_or_are_left_out_aloud(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(f"{GOOD}B,31/2/2026,nfa,\n=A,soon,what,\n", encoding="utf-8")
    assert main(["replay", str(file)]) == 1
    out, err = _said(capsys)
    assert out == ""
    assert [line.split(":")[1] for line in err.splitlines()] == [
        " line 4",
        " line 5",
        " line 5",
        f" Nothing was analysed. 2 other rows are good. {MEND}",
    ]
    page = tmp_path / "out.html"
    assert main(["replay", str(file), "--skip-bad", "--html", str(page)]) == 0
    out, err = _said(capsys)
    lines = out.splitlines()
    assert (lines[0], err) == ("LEFT OUT, for 3 faults:", "")
    assert lines[:4] == lines[-6:-2]
    assert "Rows of 1 child were left out; their chains may be longer than shown." in out
    assert "3 faults in the file" in page.read_text(encoding="utf-8")


def test_a_file_without_a_good_row_is_refused(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(b"\xff\xfe")
    assert main(["replay", str(file), "--skip-bad"]) == 1
    assert "No row is good. Nothing was analysed." in _said(capsys)[1]


@pytest.mark.parametrize(
    ("words", "code", "fault"),
    [
        ([], 2, "Name one file, or --example."),
        (["{file}", "--example"], 2, "Name one file, or --example."),
        (["{file}", "--as-of", "9999-01-01"], 2, "choose a day that is not in the future"),
        (["{file}", "--csv", "{file}"], 2, "choose files of their own"),
        (["{file}", "--csv", "x", "--html", "x"], 2, "choose files of their own"),
        (["{file}.gone"], 1, "No such file or directory"),
        (["{file}", "--profile", "{file}"], 1, "This is not TOML"),
        (["{file}", "--profile", "{bytes}"], 1, "not text in UTF-8"),
    ],
)
def test_what_cannot_be_done_is_said(
    words: list[str], code: int, fault: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoiled = file.with_name("profile.toml")
    spoiled.write_bytes(b"\xff")
    given = [word.format(file=file, bytes=spoiled) for word in words]
    assert main(["replay", *given]) == code
    out, err = _said(capsys)
    assert (out, fault in err) == ("", True)


def test_another_procedure_is_followed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = file.with_name("own.toml")
    shipped = Path(__file__).parents[2] / "templates" / "procedures" / "england.toml"
    text = shipped.read_text(encoding="utf-8").replace("red_run = 3", "red_run = 2")
    own.write_text(text.replace("amber_run = 2", "amber_run = 1"), encoding="utf-8")
    assert main(["replay", str(file), "--profile", str(own)]) == 0
    assert "red on Tuesday 3 February 2026: 2 meetings in a row" in _said(capsys)[0]


def test_the_columns_and_codes_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "--columns"]) == 0
    out, _ = _said(capsys)
    assert "  * child " in out
    assert all(outcome in out for outcome in Outcome)


def test_a_long_list_is_cut_on_the_terminal_only(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"C{number:02},2/2/2026,adjourned" for number in range(45)]
    file.write_text("\n".join(["child,held,outcome", *rows]), encoding="utf-8")
    assert main(["replay", str(file), "--as-of", "2026-02-03"]) == 0
    assert "… and 5 more: --csv and --html list every one." in _said(capsys)[0]
