"""Calendar mail that arrives: channels, delivery, feeds, replies, bounces."""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from planning.transactions import connection

ID = "accord_0003_mail"
VERSION = "1.38.0"
DESCRIPTION = "Channels, delivery, feeds, replies, bounces"


async def forwards() -> MigrationManager:
    """Run the SQL files of `migrations/mail` in the order of their numbers."""
    manager = MigrationManager(migration_id=ID, app_name="accord", description=DESCRIPTION)

    async def run() -> None:
        for file in sorted((Path(__file__).parent / "mail").glob("*.sql")):
            await connection().execute(file.read_text())

    manager.add_raw(run)
    return manager
