"""Which checks are taken out, and which tests should miss each."""

from pathlib import Path

import asyncpg

from tests.mutations.in_python import without_checks
from tests.mutations.in_sql import without_conditions, without_policies
from tests.mutations.mutant import Mutant
from tests.mutations.trial import ROOT

RULES = {
    "planning/go_live/rules": ["tests/rules/test_go_live.py", "tests/rules/test_gate_model.py"],
    "planning/sign_offs/rules.py": [
        "tests/rules/test_sign_offs.py",
        "tests/rules/test_gate_model.py",
    ],
}
GATE = [
    "accord_standing",
    "accord_signed_by_all",
    "accord_is_blocked",
    "accord_may_go_live",
    "accord_guard_go_live",
    "accord_guard_sign_off",
]
GATE_TESTS = [
    "tests/database/test_gate.py",
    "tests/database/test_gate_kept.py",
    "tests/database/test_constraints_signing.py",
    "tests/database/test_constraints_gate.py",
    "tests/database/test_gate_agreement.py",
]
TABLES = "select relname from pg_class where relkind = 'r' and relname ~ $1 order by relname"
OURS = (
    "^(operation|plan|sign_off|go_live|surge|risk|partnership_(notice|receipt)"
    "|group|interest|child_(plan|contact)|key_worker|agency_capacity|resource_type|condition)"
)
POLICY_TESTS = [
    "tests/database/test_catalogue.py",
    "tests/database/test_gate.py",
    "tests/database/test_gate_kept.py",
    "tests/database/test_operation_walls.py",
    "tests/database/test_constraints_signing.py",
    "tests/database/test_constraints_gate.py",
    "tests/database/test_constraints_groups.py",
    "tests/database/test_constraints_support.py",
    "tests/database/test_constraints_capacity.py",
    "tests/database/test_constraints_plans.py",
    "tests/database/test_constraints_operations.py",
    "tests/database/test_need_to_know.py",
    "tests/planning/test_operation_children.py",
    "tests/planning/test_groups.py",
    "tests/planning/test_support.py",
    "tests/planning/test_capacity.py",
]


def in_rules() -> list[Mutant]:
    """The gate's lines and who may sign, without one of their checks."""
    return [
        mutant
        for place, tests in RULES.items()
        for path in _modules(ROOT / place)
        for mutant in without_checks(path, ROOT, tests)
    ]


def _modules(path: Path) -> list[Path]:
    return sorted(path.glob("*.py")) if path.is_dir() else [path]


async def in_database(owner: str) -> list[Mutant]:
    """What the database checks by itself; asked of a migrated one."""
    connection = await asyncpg.connect(owner)
    conditions = [
        mutant
        for function in GATE
        for mutant in await without_conditions(connection, function, GATE_TESTS)
    ]
    tables = [row[0] for row in await connection.fetch(TABLES, OURS)]
    policies = await without_policies(connection, tables, POLICY_TESTS)
    await connection.close()
    return conditions + policies
