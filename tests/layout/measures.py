"""What functions and their docstrings look like, measured over the whole code."""

import ast
import math
import re
from collections.abc import Iterator

from tests.layout.tree import Source

Function = ast.FunctionDef | ast.AsyncFunctionDef
_SMALL_WORDS = re.compile(
    r"\b(a|an|and|as|by|for|from|get|in|into|is|it|its|of|on|or|return|the|this|to|with)s?\b"
)


def empty_docstrings(source: Source) -> list[str]:
    """Docstrings of public functions and classes that only say the signature again."""
    return [
        f"{source.path}:{node.lineno} {node.name}: the docstring is its signature again"
        for node in ast.walk(source.tree)
        if isinstance(node, Function | ast.ClassDef)
        and (docstring := ast.get_docstring(node))
        and _words(docstring) <= _words(_signature(node))
    ]


def _signature(node: Function | ast.ClassDef) -> str:
    if isinstance(node, ast.ClassDef):
        return node.name
    returns = ast.unparse(node.returns) if node.returns else ""
    return f"{node.name} {ast.unparse(node.args)} {returns}"


def _words(text: str) -> set[str]:
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower().replace("_", " ")
    words = re.findall(r"[a-z]+", _SMALL_WORDS.sub("", spaced))
    return {re.sub(r"(ies|s|ed|ing)$", "", word) for word in words}


def function_lengths(sources: list[Source]) -> list[int]:
    """Lines of each function's body, docstring left out, shortest first."""
    return sorted(_length(node) for source in sources for node in _functions(source))


def _functions(source: Source) -> Iterator[Function]:
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def _length(node: Function) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def percentile(lengths: list[int], share: float) -> int:
    """Nearest rank, of a sorted list."""
    return lengths[math.ceil(share * len(lengths)) - 1]
