"""Functions of the database without one of their conditions, and tables without a policy."""

import re
from collections.abc import Iterator

import asyncpg

from tests.mutations.mutant import Mutant, in_the_database

_BEGINS = frozenset({"where", "and", "or", "if", "elsif", "on"})
_BEGINS_BEFORE_AND = frozenset({"select", "return"})
_ENDS = frozenset({
    "and", "or", "then", "group", "order", "limit", "union", "join", "left", "cross", "where",
    ";", ")", ",",
})  # fmt: skip
_TOKEN = re.compile(r"'(?:[^']|'')*'|[a-z_]+|[();,]", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*")

_DEFINITION = "select pg_get_functiondef(oid) from pg_proc where proname = $1"
_POLICIES = """
select polname as name, relname as on_table, polpermissive as permissive,
       pg_get_expr(polqual, polrelid) as using_
from pg_policy join pg_class on pg_class.oid = polrelid
where relname = $1 order by polname
"""


async def without_conditions(
    owner: asyncpg.Connection, function: str, tests: list[str]
) -> list[Mutant]:
    """One mutant for each condition of a function, of those that PostgreSQL takes."""
    definition = _COMMENT.sub("", await owner.fetchval(_DEFINITION, function))
    head, body, tail = definition.split("$function$")
    found = []
    for condition, changed in conditions(body):
        statement = f"{head}$function${changed}$function${tail};\n"
        if await _is_taken(owner, statement):
            name = f"{function}() without {condition[:90]}"
            found.append(in_the_database(name, statement, tests))
    return found


def conditions(body: str) -> Iterator[tuple[str, str]]:
    """Each condition, and the body without it: `true`, or `false` where it is an alternative."""
    tokens = list(_TOKEN.finditer(body))
    for place, token in enumerate(tokens):
        word = token.group().lower()
        if word not in _BEGINS | _BEGINS_BEFORE_AND or _is_of_between(tokens, place):
            continue
        end = _end(tokens, place)
        text = body[token.end() : end.start() if end else len(body)]
        is_value = word in _BEGINS_BEFORE_AND and not (end and end.group().lower() == "and")
        if is_value or text.strip() in {"", "true"}:
            continue
        instead = "false" if word == "or" else "true"
        changed = f"{body[: token.end()]} {instead} {body[token.end() + len(text) :]}"
        yield " ".join(text.split()), changed


def _end(tokens: list[re.Match[str]], place: int) -> re.Match[str] | None:
    """The token before which a condition ends that begins after this one."""
    depth, between = 0, False
    for token in tokens[place + 1 :]:
        word = token.group().lower()
        if not depth and word in _ENDS and not (between and word == "and"):
            return token
        depth += (word == "(") - (word == ")")
        between = not depth and (word == "between" or (between and word != "and"))
    return None


def _is_of_between(tokens: list[re.Match[str]], place: int) -> bool:
    """Whether this "and" is the one of "between … and …"."""
    depth = 0
    for token in reversed(tokens[:place]):
        word = token.group().lower()
        depth += (word == ")") - (word == "(")
        if depth < 0 or (not depth and word in _BEGINS):
            return False
        if not depth and word == "between":
            return tokens[place].group().lower() == "and"
    return False


async def _is_taken(owner: asyncpg.Connection, statement: str) -> bool:
    trial = owner.transaction()
    await trial.start()
    try:
        await owner.execute(statement)
    except asyncpg.PostgresError:
        return False
    finally:
        await trial.rollback()
    return True


async def without_policies(owner: asyncpg.Connection, table: str, tests: list[str]) -> list[Mutant]:
    """Walls opened, further restrictions and the eyes of definer functions taken away."""
    return [
        in_the_database(
            f"{row['on_table']} without {row['name']}",
            _opened(row) if _is_wall(row) else f"drop policy {row['name']} on {row['on_table']};\n",
            tests,
        )
        for row in await owner.fetch(_POLICIES, table)
    ]


def _is_wall(row: asyncpg.Record) -> bool:
    return bool(row["permissive"]) and row["using_"] != "true"


def _opened(row: asyncpg.Record) -> str:
    """Whoever is signed in sees and writes the whole table."""
    name, table = row["name"], row["on_table"]
    return (
        f"drop policy {name} on {table};\n"
        f"create policy {name} on {table} for all to accord_app, accord_worker"
        " using (true) with check (true);\n"
    )
