"""Repeat meetings without a decision: chains, reviews, escalations, measures."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from planning.transactions import connection

ID = "accord_0004_drift"
VERSION = "1.38.0"
DESCRIPTION = "Chains, reviews, escalations, measures"


async def forwards() -> MigrationManager:
    """Run the SQL files of `migrations/drift` in the order of their numbers."""
    manager = MigrationManager(migration_id=ID, app_name="accord", description=DESCRIPTION)

    async def run() -> None:
        for file in sorted((Path(__file__).parent / "drift").glob("*.sql")):
            await connection().execute(file.read_text())

    manager.add_raw(run)
    return manager
