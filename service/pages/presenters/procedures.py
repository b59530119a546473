"""The rules of a partnership in words: labels of each, and what a new version changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from planning.people.rules import CATEGORY_WORDS, ROLE_WORDS, AgencyCategory
from planning.procedures.queries import VersionLine
from planning.procedures.rules import (
    ApologyReason,
    Change,
    MeetingKind,
    NoDecisionReason,
    Outcome,
    Profile,
    Said,
    rules_of,
)
from service.pages.presenters.counts import listed
from service.pages.presenters.dates import short_day
from service.pages.presenters.procedure_words import (
    FIGURES,
    KIND_FLAGS,
    RETIRED_WORDS,
    SIDE_WORDS,
    STAGES,
)
from service.pages.presenters.tags import Tag


@dataclass(frozen=True, slots=True)
class Section:
    """Rules of one kind under one heading."""

    heading: str
    rows: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One rule that a new version changes."""

    rule: str
    before: str
    after: str


def version_tag(line: VersionLine, on_is_later: bool) -> Tag:  # noqa: FBT001 - told by the page
    """Whether a version is in force, is still to come, or was replaced."""
    if line.in_force:
        return Tag("In force", "green")
    return Tag("To come", "blue") if on_is_later else Tag("Replaced", "grey")


def sections(profile: Profile) -> list[Section]:
    """The whole profile in plain words."""
    rules = rules_of(profile)
    figures = [
        Section(
            heading,
            [(label, said_words(place, rules[place])) for place, label, _ in rows],
        )
        for heading, rows in FIGURES
    ]
    return [
        *figures,
        Section(
            "Escalation",
            [(words, _stage_row(profile, number)) for number, words in enumerate(STAGES)],
        ),
        Section("Types of meeting", [_kind_row(profile, kind) for kind in MeetingKind]),
        Section("Outcomes", _word_rows(profile.outcomes, Outcome, profile.retired.outcomes)),
        Section(
            "Reasons for no decision",
            _word_rows(
                profile.no_decision_reasons, NoDecisionReason, profile.retired.no_decision_reasons
            ),
        ),
        Section(
            "Reasons for apologies",
            [(words, "In use") for words in profile.apology_reasons.values()],
        ),
        Section("Job titles", [("Offered for a new person", ", ".join(profile.titles) or "None")]),
    ]


def change_lines(changes: Sequence[Change], before: Profile) -> list[ChangeLine]:
    """What differs, each rule by its name."""
    return [
        ChangeLine(
            rule=rule_words(change.place, before),
            before=_told(change.place, change.before, before),
            after=_told(change.place, change.after, before),
        )
        for change in changes
    ]


def from_words(line: VersionLine) -> str:
    """From when a version counts."""
    return f"From {short_day(line.in_force_from)}"


def rule_words(place: str, profile: Profile) -> str:
    """The name of a rule, such as “Minutes approved”."""
    if place in _LABELS:
        return _LABELS[place]
    table, _, rest = place.partition(".")
    if table == "kinds":
        name, _, what = rest.partition(".")
        return f"{profile.kinds[MeetingKind(name)].words}: {_KIND_RULES[what]}"
    if table == "outcomes":
        return f"Outcome: {profile.outcomes[Outcome(rest)]}"
    if table == "apology_reasons":
        return f"Apology: {profile.apology_reasons[ApologyReason(rest)]}"
    return f"Reason: {profile.no_decision_reasons[NoDecisionReason(rest)]}"


def said_words(place: str, said: Said) -> str:
    """A value with its unit."""
    if isinstance(said, bool):
        return "Yes" if said else "No"
    if isinstance(said, list):
        return ", ".join(_item_words(item) for item in said) or "None"
    unit = _UNITS.get(place, "")
    return f"{said} {unit[:-1] if said == 1 else unit}" if unit else str(said)


def _told(place: str, said: Said, profile: Profile) -> str:
    """What is retired goes by the names that it had."""
    if place in _ITEMS and isinstance(said, list):
        return ", ".join(_ITEMS[place][str(item)] for item in said)
    table, _, what = place.partition(".")
    if table != "retired" or not isinstance(said, list):
        return said_words(place, said)
    names: dict[str, dict[str, str]] = {
        "kinds": {kind: rules.words for kind, rules in profile.kinds.items()},
        "outcomes": dict(profile.outcomes.items()),
        "no_decision_reasons": dict(profile.no_decision_reasons.items()),
    }
    return ", ".join(names[what][str(item)] for item in said) or "None"


def _item_words(item: str | int) -> str:
    if item in set(AgencyCategory):
        return CATEGORY_WORDS[AgencyCategory(item)]
    return str(item)


def _stage_row(profile: Profile, number: int) -> str:
    ladder = profile.escalation
    days, role = ladder.stage_working_days[number], ROLE_WORDS[ladder.roles[number]]
    return (
        f"{ladder.titles[number]}: {days} working {'days' if days > 1 else 'day'}. Unless somebody "
        f"is named, a {role}. {SIDE_WORDS[ladder.sides[number]]}."
    )


def _kind_row(profile: Profile, kind: MeetingKind) -> tuple[str, str]:
    rules = profile.kinds[kind]
    needs = listed([CATEGORY_WORDS[category] for category in rules.required])
    told = [f"Needs {needs}."]
    told += [words for name, _, words in KIND_FLAGS if getattr(rules, name)]
    told += ["No longer used."] if kind in profile.retired.kinds else []
    return rules.words, " ".join(told)


def _word_rows(
    words: dict[Outcome, str] | dict[NoDecisionReason, str],
    order: type[Outcome] | type[NoDecisionReason],
    retired: Sequence[str],
) -> list[tuple[str, str]]:
    named: dict[str, str] = dict(words.items())
    return [(named[one], "No longer used" if one in retired else "In use") for one in order]


_LABELS = {
    **{place: label for _, rows in FIGURES for place, label, _ in rows},
    **RETIRED_WORDS,
    "escalation.stage_working_days": "Escalation: working days of each stage",
    "escalation.titles": "Escalation: name of each stage",
    "escalation.roles": "Escalation: role asked at each stage",
    "escalation.sides": "Escalation: agency asked at each stage",
    "titles": "Job titles",
}
_ITEMS: dict[str, dict[str, str]] = {
    "escalation.roles": {role.value: words for role, words in ROLE_WORDS.items()},
    "escalation.sides": {side.value: words for side, words in SIDE_WORDS.items()},
}
_UNITS = {place: unit for _, rows in FIGURES for place, _, unit in rows}
_KIND_RULES = {
    "words": "name",
    "required": "who must be there",
    **{name: label.lower() for name, label, _ in KIND_FLAGS},
}
