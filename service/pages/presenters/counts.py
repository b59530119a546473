"""Numbers with their unit in words."""


def count(number: int, singular: str, plural: str = "") -> str:
    """1 meeting, 2 meetings, 1,200 children; give the plural when it is not an added s."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def figure(number: float) -> str:
    """1,200 or 7.5: what a stat or a table cell shows."""
    return f"{number:,.1f}".removesuffix(".0")


def listed(words: list[str]) -> str:
    """Police, Health and Education."""
    return " and ".join([*filter(None, [", ".join(words[:-1])]), *words[-1:]])
