"""The queue's tables are exactly those that the installed pgqueuer expects."""

from pathlib import Path

from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

FILE = Path(__file__).parents[2] / "migrations" / "foundation" / "071_jobs.sql"


def statements(sql: str) -> list[str]:
    lines = [line for line in sql.splitlines() if not line.startswith("--")]
    return [" ".join(block.split()) for block in "\n".join(lines).split(";") if block.strip()]


def test_the_migration_holds_the_installation_that_the_library_writes() -> None:
    expected = statements(QueryBuilderEnvironment().build_install_query(create_schema=False))
    assert statements(FILE.read_text())[: len(expected)] == expected
