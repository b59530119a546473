"""The rules as inputs of one form, and back; each input is called after the rule's place."""

from enum import StrEnum
from typing import Any

from planning.people.rules import CATEGORY_WORDS, ROLE_WORDS, Role
from planning.procedures.rules import (
    ApologyReason,
    MeetingKind,
    NoDecisionReason,
    Outcome,
    Profile,
    Side,
    rules_of,
)
from service.pages.forms import Form
from service.pages.presenters.procedure_words import FIGURES, KIND_FLAGS, SIDE_WORDS, STAGES

LONGEST_TITLES = 20_000
LONGEST_WORDS, MOST = 200, 1000
FLAGS = [(name, label) for name, label, _ in KIND_FLAGS]
CATEGORIES = [(category.value, words) for category, words in CATEGORY_WORDS.items()]
ROLES = [(role.value, words.capitalize()) for role, words in ROLE_WORDS.items()]
SIDES = [(side.value, words) for side, words in SIDE_WORDS.items()]
STAGE_FIELDS = [(f"stage-{number}", words) for number, words in enumerate(STAGES, 1)]


def filled(profile: Profile, **other: object) -> Form:
    """A form that shows a profile."""
    values: dict[str, object] = dict(rules_of(profile))
    for kind, rules in profile.kinds.items():
        values[f"kinds.{kind}.is"] = [name for name, _ in FLAGS if getattr(rules, name)]
    ladder = profile.escalation
    for number, (field, _) in enumerate(STAGE_FIELDS):
        values[field] = ladder.stage_working_days[number]
        values[f"{field}-title"] = ladder.titles[number]
        values[f"{field}-role"] = ladder.roles[number]
        values[f"{field}-side"] = ladder.sides[number]
    values["titles"] = "\n".join(profile.titles)
    return Form.filled(**values, **other)


def read(form: Form) -> dict[str, Any]:
    """What was typed, as a profile's plain values; every fault is noted at its input."""
    said: dict[str, Any] = {"titles": _titles(form)}
    for place, label in [(place, label) for _, rows in FIGURES for place, label, _ in rows]:
        table, name = place.split(".")
        said.setdefault(table, {})[name] = _number(form, place, label)
    said["escalation"] = {
        "stage_working_days": [_number(form, field, words) for field, words in STAGE_FIELDS],
        "titles": [_words(form, f"{field}-title") for field, _ in STAGE_FIELDS],
        "roles": [_choice(form, f"{field}-role", Role) for field, _ in STAGE_FIELDS],
        "sides": [_choice(form, f"{field}-side", Side) for field, _ in STAGE_FIELDS],
    }
    said["kinds"] = {kind.value: _kind(form, f"kinds.{kind}") for kind in MeetingKind}
    said["outcomes"] = {one.value: _words(form, f"outcomes.{one}") for one in Outcome}
    said["no_decision_reasons"] = {
        one.value: _words(form, f"no_decision_reasons.{one}") for one in NoDecisionReason
    }
    said["apology_reasons"] = {
        one.value: _words(form, f"apology_reasons.{one}") for one in ApologyReason
    }
    said["retired"] = {
        name: form.choices(f"retired.{name}", label="No longer used", options=list(options))
        for name, options in (
            ("kinds", MeetingKind),
            ("outcomes", Outcome),
            ("no_decision_reasons", NoDecisionReason),
        )
    }
    return said


def _number(form: Form, field: str, label: str) -> int | None:
    return form.integer(
        field, label=f"“{label}”", required=f"Enter a number: {label}", minimum=1, maximum=MOST
    )


def _words(form: Form, field: str) -> str:
    return form.text(field, label="The name", required="Enter a name", max_length=LONGEST_WORDS)


def _choice(form: Form, field: str, kind: type[StrEnum]) -> str | None:
    chosen = form.enum(field, label="Who is asked", kind=kind, required="Select who is asked")
    return chosen.value if chosen else None


def _kind(form: Form, place: str) -> dict[str, Any]:
    flags = form.choices(f"{place}.is", label="Rules", options=[name for name, _ in FLAGS])
    return {
        "words": _words(form, f"{place}.words"),
        "required": form.choices(
            f"{place}.required",
            label="Who must be there",
            options=[value for value, _ in CATEGORIES],
            required="Select who must be there",
        ),
        **{name: name in flags for name, _ in FLAGS},
    }


def _titles(form: Form) -> list[str]:
    typed = form.long_text("titles", label="Job titles", max_length=LONGEST_TITLES)
    return [line.strip() for line in typed.splitlines() if line.strip()]
