"""Surge: forecasts and batches of meetings."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from planning.transactions import connection

ID = "accord_0006_surge"
VERSION = "1.38.0"
DESCRIPTION = "Surge: forecasts and batches of meetings"


async def forwards() -> MigrationManager:
    """Run the SQL files of `migrations/surge` in the order of their numbers."""
    manager = MigrationManager(migration_id=ID, app_name="accord", description=DESCRIPTION)

    async def run() -> None:
        for file in sorted((Path(__file__).parent / "surge").glob("*.sql")):
            await connection().execute(file.read_text())

    manager.add_raw(run)
    return manager
