"""One change to a copy of the project or to its database, and the tests that should notice it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """`path` says `text` instead; without a path the database's owner runs `text` last."""

    name: str
    path: str
    text: str
    tests: list[str]


def in_the_database(name: str, statement: str, tests: list[str]) -> Mutant:
    """A statement that the owner of the tables runs after all migrations."""
    return Mutant(name, "", statement, tests)
