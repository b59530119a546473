"""Rules without one of their checks: an operand, a branch, a filter, a line or a fault left out."""

import ast
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.mutations.mutant import Mutant

_Undo = Callable[[], object]


def without_checks(path: Path, root: Path, tests: list[str]) -> Iterator[Mutant]:
    """One mutant for each check of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = str(path.relative_to(root))
    for node in ast.walk(tree):
        for what, undo in _changes(node):
            source = ast.unparse(tree)
            undo()
            line = getattr(
                node.ifs[0] if isinstance(node, ast.comprehension) else node, "lineno", 0
            )
            yield Mutant(f"{name}:{line} without {what}", name, source + "\n", tests)


def _changes(node: ast.AST) -> Iterator[tuple[str, _Undo]]:
    """The node changed in place, and how to change it back."""
    if isinstance(node, ast.BoolOp):
        yield from _dropped(node.values)
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield from _dropped(node.ifs)
    elif isinstance(node, ast.List) and any(map(_is_work, node.elts)):
        yield from _dropped(node.elts)
    elif isinstance(node, ast.If):
        yield from _never(node)
    elif isinstance(node, ast.IfExp):
        yield from _either(node)
    elif isinstance(node, ast.AugAssign):
        yield from _nothing_added(node)


def _is_work(node: ast.expr) -> bool:
    """Lines of the gate and lists of faults are called for; other lists are only data."""
    return isinstance(node, ast.Call | ast.Starred | ast.GeneratorExp)


def _dropped(values: list[ast.expr]) -> Iterator[tuple[str, _Undo]]:
    for place in range(len(values)):
        value = values.pop(place)
        yield _short(value), partial(values.insert, place, value)


def _never(node: ast.If) -> Iterator[tuple[str, _Undo]]:
    test, node.test = node.test, ast.Constant(value=False)
    yield f"if {_short(test)}", lambda: setattr(node, "test", test)


def _either(node: ast.IfExp) -> Iterator[tuple[str, _Undo]]:
    """Never the fault, of a fault or nothing."""
    test = node.test
    for value, branch in ((True, node.body), (False, node.orelse)):
        if ast.unparse(branch) in {"[]", "''"}:
            node.test = ast.Constant(value=value)
            yield f"asking {_short(test)}", lambda: setattr(node, "test", test)


def _nothing_added(node: ast.AugAssign) -> Iterator[tuple[str, _Undo]]:
    value, node.value = node.value, ast.List(elts=[], ctx=ast.Load())
    yield _short(value), lambda: setattr(node, "value", value)


def _short(node: ast.expr) -> str:
    return " ".join(ast.unparse(node).split())[:90]
