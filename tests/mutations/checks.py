"""Which checks are taken out, and which tests should miss each."""

from pathlib import Path

import asyncpg

from tests.mutations.in_python import without_checks
from tests.mutations.in_sql import without_conditions, without_policies
from tests.mutations.mutant import Mutant
from tests.mutations.trial import ROOT

RULES = {
    "planning/go_live/rules": [
        "tests/rules/test_go_live.py",
        "tests/rules/test_go_live_risks.py",
        "tests/rules/test_gate_model.py",
    ],
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
    "tests/database/test_gate_clauses.py",
    "tests/database/test_gate_others.py",
    "tests/planning/test_sign_offs_editors.py",
    "tests/database/test_signed_walls.py",
    "tests/database/test_gate.py",
    "tests/database/test_gate_kept.py",
    "tests/database/test_constraints_signing.py",
    "tests/database/test_gate_agreement.py",
    "tests/database/test_constraints_gate.py",
]
"""Those that try one clause each come first: most conditions are missed there."""
OF_ONE_AGENCY = "A schedule's fingerprint names its agency."
EQUIVALENT = {
    "accord_standing() without schedule.agency_id = required.agency_id": OF_ONE_AGENCY,
    "accord_standing() without s.agency_id = required.agency_id": OF_ONE_AGENCY,
    "accord_guard_sign_off() without c.agency_id = new.agency_id": OF_ONE_AGENCY,
    "accord_guard_sign_off() without s.agency_id = new.agency_id": "The policy own_hand says so.",
    "accord_guard_sign_off() without v.plan_id = new.plan_id": "A foreign key says so.",
    "accord_may_go_live() without g.route = 'through_gate'": "There are only two routes.",
    "accord_guard_go_live() without tg_op = 'UPDATE'": "An inserted row has no state before.",
}
"""Conditions that say what another check says already, kept for whoever reads them; and why."""
TABLES = "select relname from pg_class where relkind = 'r' and relname ~ $1 order by relname"
_GATE_WALLS = [
    "tests/database/test_gate.py",
    "tests/database/test_gate_kept.py",
    "tests/database/test_constraints_gate.py",
    "tests/planning/test_go_live.py",
    "tests/planning/test_go_live_risks.py",
    "tests/planning/test_go_live_surge.py",
    "tests/planning/test_go_live_afterwards.py",
]
_SIGNING_WALLS = [
    "tests/database/test_gate.py",
    "tests/database/test_constraints_signing.py",
    "tests/planning/test_sign_offs.py",
    "tests/planning/test_sign_off_threads.py",
    "tests/planning/test_partnership_notices.py",
]
_PLAN_WALLS = [
    "tests/database/test_constraints_plans.py",
    "tests/planning/test_plans.py",
    "tests/planning/test_plan_sections.py",
    "tests/planning/test_plan_comments.py",
    "tests/planning/test_plan_comparison.py",
]
WALLS = {
    "agency_capacity": ["tests/database/test_constraints_capacity.py"],
    "resource_type": ["tests/database/test_constraints_capacity.py"],
    "child_": ["tests/database/test_constraints_support.py"],
    "key_worker": ["tests/database/test_constraints_support.py"],
    "group_": ["tests/database/test_constraints_groups.py", "tests/planning/test_groups.py"],
    "interest_": ["tests/database/test_constraints_groups.py", "tests/planning/test_groups.py"],
    "go_live": _GATE_WALLS,
    "surge_": _GATE_WALLS,
    "risk_": _GATE_WALLS,
    "operation_child": ["tests/planning/test_operation_children.py"],
    "operation": ["tests/planning/test_operations.py", "tests/database/test_gate.py"],
    "partnership_": _SIGNING_WALLS,
    "sign_off": _SIGNING_WALLS,
    "plan": _PLAN_WALLS,
}
"""Tests by how the names of the tables begin; the first that fits."""
ALL_WALLS = [
    "tests/database/test_operation_walls.py",
    "tests/database/test_catalogue.py",
]
SLOWER = [
    "tests/planning/test_support.py",
    "tests/planning/test_support_plans.py",
    "tests/planning/test_capacity.py",
    "tests/planning/test_group_meetings.py",
    "tests/planning/test_sign_offs_conditions.py",
    "tests/planning/test_gate_traces.py",
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
        if mutant.name not in EQUIVALENT
    ]
    tables = [str(row[0]) for row in await connection.fetch(TABLES, f"^({'|'.join(WALLS)})")]
    policies = [
        mutant
        for table in tables
        for mutant in await without_policies(connection, table, _tests_of(table))
    ]
    await connection.close()
    return conditions + policies


def _tests_of(table: str) -> list[str]:
    nearest = next(tests for begins, tests in WALLS.items() if table.startswith(begins))
    return [*ALL_WALLS, *nearest, *SLOWER]
