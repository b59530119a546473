"""House rules that no tool knows. Each returns its findings as sentences; none means kept."""

import ast
import re

from tests.layout.tree import Source

MAX_LINES = 300
_DATABASE_DOORS = ("planning/transactions.py", "service/database/")
_PICCOLO_TRAPS = {"transaction", "batch", "atomic", "save"}
_ZONE_NAMERS = ("planning/clock.py", "service/calendar/")
# In two pieces, so that this file keeps the rule itself.
_ELSEWHERE = re.compile(
    "|".join(
        (
            "pypi" + r"\.org",
            "python" + "hosted",
            "registry" + r"\.npmjs",
            r"(?<![\w.])/" + r"(?:root|home/\w+|Users/\w+)/",
            "--" + r"(?:extra-)?index-url",
        )
    )
)


def too_long(source: Source) -> list[str]:
    lines = source.text.count("\n")
    return [f"{source.path} has {lines} lines: split it by act"] if lines > MAX_LINES else []


def banned_calls(source: Source) -> list[str]:
    """Calls that lose connections, lose the time zone, or leave the transaction."""
    return [
        f"{source.path}:{node.lineno} {ast.unparse(node.func)}: {why}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and (why := _why_banned(source, node))
    ]


def _why_banned(source: Source, call: ast.Call) -> str | None:
    name = ast.unparse(call.func)
    last = name.rpartition(".")[2]
    if last in _PICCOLO_TRAPS and "." in name and not source.path.startswith(_DATABASE_DOORS):
        return "use planning.transactions, it keeps the connection when a commit fails"
    if last in {"today", "utcnow"} and re.search(r"\bdate(time)?\.", name):
        return "the day depends on the zone: ask planning.clock"
    if name.endswith("datetime.now"):
        return _why_now_is_banned(source, call)
    if source.is_under("planning") and last in {"gather", "create_task", "TaskGroup"}:
        return "a transaction has one connection, so its queries run one by one"
    return None


def _why_now_is_banned(source: Source, call: ast.Call) -> str | None:
    if source.path == "planning/clock.py":
        return None
    if source.is_under("planning"):
        return "an action is told the time: take `now`"
    return None if call.args or call.keywords else "give the zone"


def unescaped_output(source: Source) -> list[str]:
    traps = re.finditer(r"\|\s*safe\b|autoescape\s+false", source.text)
    return [f"{source.path} has “{trap[0]}”: values are always escaped" for trap in traps]


def named_zone(source: Source) -> list[str]:
    if source.path.startswith(_ZONE_NAMERS) or "Europe/London" not in source.text:
        return []
    return [f"{source.path} names the time zone: only planning.clock does"]


def names_another_place(source: Source) -> list[str]:
    """Package registries and paths of somebody's machine."""
    return [
        f"{source.path}:{number} names “{found[0]}”"
        for number, line in enumerate(source.text.splitlines(), start=1)
        if (found := _ELSEWHERE.search(line))
    ]


def unpinned(source: Source) -> list[str]:
    """Lock file entries without an exact version and a hash, and addresses to fetch from."""
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", source.text).strip())
    return [
        f"{source.path}: {entry.splitlines()[0]}"
        for entry in entries
        if not re.match(r"[\w.\[\]-]+==\S+", entry) or "--hash=sha256:" not in entry
    ]
