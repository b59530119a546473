"""`accord surge`: what it refuses, and that every fault has its place."""

from pathlib import Path

import msgspec
import pytest

from planning.surge.forms.problem import Fixed
from planning.surge.forms.schema import shipped_schema
from service.cli import main
from tests.surge.instances import small


def _asked(problem: Path, out: Path, *more: str) -> int:
    return main(["surge", "solve", str(problem), "--out", str(out), *more])


def test_every_fault_of_a_file_is_named_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = small(1)
    wrong = msgspec.structs.replace(
        problem.meetings[0], children=("stranger",), fixed=Fixed(99, None)
    )
    path = tmp_path / "problem.json"
    path.write_bytes(
        msgspec.json.encode(
            msgspec.structs.replace(problem, meetings=(wrong, *problem.meetings[1:]))
        )
    )
    assert _asked(path, tmp_path / "out.json") == 1
    last = problem.grid.days[-1].end - 1
    assert capsys.readouterr().err.splitlines() == [
        f"accord: {path}: meetings[0].children[0]: no child has the id “stranger”",
        f"accord: {path}: meetings[0].fixed.start: must lie in the grid, whose last slot is {last}",
    ]
    assert [one.name for one in tmp_path.iterdir()] == ["problem.json"]


def test_files_that_cannot_be_read_or_written_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing.json"
    assert _asked(missing, tmp_path / "out.json") == 1
    assert capsys.readouterr().err == f"accord: {missing}: No such file or directory.\n"
    problem = tmp_path / "problem.json"
    problem.write_bytes(msgspec.json.encode(small(1)))
    assert _asked(problem, missing / "out.json") == 1
    assert capsys.readouterr().err == f"accord: {missing}: there is no such folder.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--time-limit", "0"], "--time-limit: choose more than 0 and at most 86,400"),
        (["--time-limit", "nan"], "--time-limit: choose more than 0 and at most 86,400"),
        (["--workers", "65"], "--workers: choose 1 to 64"),
        (["--seed", "x"], "--seed: invalid int value"),
    ],
)
def test_words_that_are_not_understood_are_refused(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        _asked(tmp_path, tmp_path, *words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_the_form_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surge", "schema"]) == 0
    assert capsys.readouterr().out == shipped_schema().decode() + "\n"
