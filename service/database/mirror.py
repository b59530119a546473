"""Compares the Piccolo tables with the catalogue of a migrated database."""

from piccolo.columns import Array, Column
from piccolo.table import Table

from planning.transactions import Connection
from service.database.tables import all_tables

NOT_OURS = frozenset({"migration"})
"""Piccolo's own bookkeeping; the queue's tables are told by their prefix."""

_COLUMNS = """
select c.relname as table_name, a.attname as name,
       upper(format_type(a.atttypid, a.atttypmod)) as type, not a.attnotnull as nullable
from pg_attribute a join pg_class c on c.oid = a.attrelid
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  and a.attnum > 0 and not a.attisdropped
"""

_NAMES = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ"}


async def differences(connection: Connection) -> list[str]:
    """Each way in which tables and database disagree, in words; empty when they agree."""
    stored = await _stored(connection)
    declared = {table._meta.tablename: _declared(table) for table in all_tables()}  # noqa: SLF001
    faults = [f"{name}: no Piccolo table mirrors it" for name in sorted(stored.keys() - declared)]
    faults += [f"{name}: no migration makes it" for name in sorted(declared.keys() - stored)]
    for name in sorted(stored.keys() & declared):
        faults += _column_faults(name, stored[name], declared[name])
    return faults


def _column_faults(table: str, stored: set[str], declared: set[str]) -> list[str]:
    return [f"{table}: only in the database: {column}" for column in sorted(stored - declared)] + [
        f"{table}: only in Piccolo: {column}" for column in sorted(declared - stored)
    ]


async def _stored(connection: Connection) -> dict[str, set[str]]:
    tables: dict[str, set[str]] = {}
    for row in await connection.fetch(_COLUMNS):
        if row["table_name"] in NOT_OURS or row["table_name"].startswith("pgqueuer"):
            continue
        kind = _NAMES.get(row["type"], row["type"])
        null = " null" if row["nullable"] else ""
        tables.setdefault(row["table_name"], set()).add(f"{row['name']} {kind}{null}")
    return tables


def _declared(table: type[Table]) -> set[str]:
    return {_column(column) for column in table._meta.columns}  # noqa: SLF001 - Piccolo's way


def _column(column: Column) -> str:
    kind = (
        column.base_column.column_type + "[]" if isinstance(column, Array) else column.column_type
    )
    null = " null" if column._meta.null else ""  # noqa: SLF001 - Piccolo's way
    return f"{column._meta.name} {kind.replace(', ', ',')}{null}"  # noqa: SLF001 - Piccolo's way
