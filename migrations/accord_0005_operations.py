"""Operations: templates, groups, support plans, capacity, sign-off and the gate."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from planning.transactions import connection

ID = "accord_0005_operations"
VERSION = "1.38.0"
DESCRIPTION = "Templates, groups, support, capacity, sign-off, gate"


async def forwards() -> MigrationManager:
    """Run the SQL files of `migrations/operations` in the order of their numbers."""
    manager = MigrationManager(migration_id=ID, app_name="accord", description=DESCRIPTION)

    async def run() -> None:
        for file in sorted((Path(__file__).parent / "operations").glob("*.sql")):
            await connection().execute(file.read_text())

    manager.add_raw(run)
    return manager
