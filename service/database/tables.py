"""Every Piccolo table of the project, found by walking the `tables` rooms."""

import importlib
import pkgutil
from types import ModuleType

from piccolo.table import Table

import planning
import service


def all_tables() -> list[type[Table]]:
    """Tables of planning and service, each once, by name."""
    modules = [importlib.import_module(name) for name in sorted(_table_modules())]
    found = {
        table._meta.tablename: table  # noqa: SLF001 - Piccolo's documented way to the name
        for module in modules
        for table in _tables_in(module)
    }
    return [found[name] for name in sorted(found)]


def _table_modules() -> set[str]:
    return {
        info.name
        for package in (planning, service)
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + ".", onerror=_raise)
        if ".tables" in info.name and info.name != __name__
    }


def _raise(name: str) -> None:
    raise ImportError(name)


def _tables_in(module: ModuleType) -> list[type[Table]]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Table) and value is not Table
    ]
