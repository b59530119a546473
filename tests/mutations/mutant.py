"""One change to a copy of the project, and the tests that should notice it."""

from dataclasses import dataclass

SQL = "migrations/operations/999_mutation.sql"
"""Where a change of the database goes: it runs after all other migrations."""


@dataclass(frozen=True)
class Mutant:
    """`path` says `text` instead; a file that was not there is one more."""

    name: str
    path: str
    text: str
    tests: list[str]


def in_the_database(name: str, statement: str, tests: list[str]) -> Mutant:
    """A statement that the owner of the tables runs last."""
    return Mutant(name, SQL, statement, tests)
