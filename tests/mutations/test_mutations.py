"""What is taken out where; `python -m tests.benchmarks mutations` tries it all."""

import ast
from pathlib import Path

import pytest

from tests.mutations.checks import RULES, in_rules
from tests.mutations.in_python import without_checks
from tests.mutations.in_sql import conditions

GATE = """\
def faults(of):
    found = [one.fault() for one in of if one.open and not one.old]
    if not found:
        return []
    found += more(of)
    return [*found, last() if of else ""]
"""


def test_each_check_of_a_rule_is_taken_out_once(tmp_path: Path) -> None:
    path = tmp_path / "rules.py"
    path.write_text(GATE)
    mutants = list(without_checks(path, tmp_path, []))
    assert sorted(one.name for one in mutants) == [
        "rules.py:2 without not one.old",
        "rules.py:2 without one.open",
        "rules.py:2 without one.open and (not one.old)",
        "rules.py:3 without if not found",
        "rules.py:5 without more(of)",
        "rules.py:6 without *found",
        "rules.py:6 without asking of",
        "rules.py:6 without last() if of else ''",
    ]
    assert len({one.text for one in mutants} - {ast.unparse(ast.parse(GATE)) + "\n"}) == 8


def test_every_rule_of_the_gate_has_checks() -> None:
    mutants = in_rules()
    assert len({one.name for one in mutants}) > 100
    assert {tuple(one.tests) for one in mutants} == {tuple(tests) for tests in RULES.values()}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("select a from b where c = 1 and d in (2, 3) or e.f;",
         ["c = 1", "d in (2, 3)", "e.f"]),
        ("select x between 1 and 2 and y = 'and';", ["x between 1 and 2", "y = 'and'"]),
        ("if not exists (select from t where a = b) then return new; end if;",
         ["not exists (select from t where a = b)", "a = b"]),
        ("select a from b join c on c.id = b.id and c.x group by a",
         ["c.id = b.id", "c.x"]),
    ],
)  # fmt: skip
def test_each_condition_of_a_function_is_taken_out_once(body: str, expected: list[str]) -> None:
    found = list(conditions(body))
    assert [condition for condition, _ in found] == expected
    assert all(condition not in changed for condition, changed in found)
    assert len({changed for _, changed in found}) == len(expected)
