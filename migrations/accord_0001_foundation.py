"""The foundation: every table with its wall, from the first day."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from planning.transactions import connection

ID = "accord_0001_foundation"
VERSION = "1.38.0"
DESCRIPTION = "People, need to know, history, meetings, operations, sign-off, delivery"


async def forwards() -> MigrationManager:
    """Run the SQL files of `migrations/foundation` in the order of their numbers."""
    manager = MigrationManager(migration_id=ID, app_name="accord", description=DESCRIPTION)

    async def run() -> None:
        for file in sorted((Path(__file__).parent / "foundation").glob("*.sql")):
            await connection().execute(file.read_text())

    manager.add_raw(run)
    return manager
