"""Accord's one Piccolo app: its tables and its migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from service.database.tables import all_tables

ROOT = Path(__file__).resolve().parents[1]

APP_CONFIG = AppConfig(
    app_name="accord",
    migrations_folder_path=str(ROOT / "migrations"),
    table_classes=all_tables(),
)
