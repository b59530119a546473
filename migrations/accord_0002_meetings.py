"""Strategy meetings in full: diaries, procedures, attendance, records, actions, reminders."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from planning.transactions import connection

ID = "accord_0002_meetings"
VERSION = "1.38.0"
DESCRIPTION = "Diaries, procedures, attendance, records, actions, reminders"


async def forwards() -> MigrationManager:
    """Run the SQL files of `migrations/meetings` in the order of their numbers."""
    manager = MigrationManager(migration_id=ID, app_name="accord", description=DESCRIPTION)

    async def run() -> None:
        for file in sorted((Path(__file__).parent / "meetings").glob("*.sql")):
            await connection().execute(file.read_text())

    manager.add_raw(run)
    return manager
