"""Every Piccolo table of the project, found by the name of the room: `tables.py`."""

import importlib
from pathlib import Path
from types import ModuleType

from piccolo.table import Table

ROOT = Path(__file__).resolve().parents[2]


def all_tables() -> list[type[Table]]:
    """Tables of planning and service, each once, by name; imports their modules only."""
    found = {
        table._meta.tablename: table  # noqa: SLF001 - Piccolo's documented way to the name
        for module in map(importlib.import_module, _table_modules())
        for table in _tables_in(module)
    }
    return [found[name] for name in sorted(found)]


def _table_modules() -> list[str]:
    files = [
        file.relative_to(ROOT)
        for part in ("planning", "service")
        for file in (ROOT / part).glob("**/tables.py")
    ]
    return sorted(".".join(file.with_suffix("").parts) for file in files if _is_room(file))


def _is_room(file: Path) -> bool:
    return file != Path("service/database/tables.py")


def _tables_in(module: ModuleType) -> list[type[Table]]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Table) and value is not Table
    ]
