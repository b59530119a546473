"""A register read as likelihood times impact, whatever its scales."""

from hypothesis import given
from hypothesis import strategies as st

from planning.plans.rules.registers import IMPACT, is_register, placed, scale
from planning.plans.rules.risks import RISK_COLUMNS
from planning.plans.rules.templates import Column, Field, FieldKind

RISKS = Field("risks", "Risks", FieldKind.RISK, material=True, columns=RISK_COLUMNS)
WORDS = ["Low", "Medium", "High"]
OLD = Field(
    "risks",
    "Risks",
    FieldKind.TABLE,
    material=True,
    columns=[Column(key, key, FieldKind.CHOICE, choices=WORDS) for key in ("likelihood", "impact")],
)
levels = st.integers(1, 5)


def test_only_a_table_with_both_scales_is_a_register() -> None:
    plain = Field("text", "Text", FieldKind.TEXT, material=True)
    unrated = Field(
        "rows", "Rows", FieldKind.TABLE, material=True,
        columns=[Column("likelihood", "Likelihood", FieldKind.TEXT), OLD.columns[1]],
    )  # fmt: skip
    assert [is_register(one) for one in (RISKS, OLD, plain, unrated)] == [True, True, False, False]


def test_a_scale_runs_from_the_least_to_the_most() -> None:
    assert (scale(OLD, IMPACT).choices, scale(RISKS, IMPACT).choices[-1]) == (WORDS, "5")


def test_the_highest_come_first_and_those_not_rated_last() -> None:
    rows = [
        {"id": "a", "likelihood": "2", "impact": "2"},
        {"id": "b", "likelihood": "5"},
        {"id": "c", "likelihood": "5", "impact": "3"},
    ]
    found = placed(RISKS, rows)
    assert [(one.row["id"], one.score, one.high) for one in found] == [
        ("c", 15, True), ("a", 4, False), ("b", None, False),
    ]  # fmt: skip


def test_old_registers_of_three_words_are_read_too() -> None:
    found = placed(OLD, [{"id": "a", "likelihood": "High", "impact": "Medium"}])
    assert [(one.likelihood, one.impact, one.score, one.high) for one in found] == [(3, 2, 6, True)]


@given(levels, levels)
def test_a_register_s_score_is_its_likelihood_times_its_impact(first: int, second: int) -> None:
    (found,) = placed(RISKS, [{"id": "a", "likelihood": str(first), "impact": str(second)}])
    assert found.score == first * second
    assert found.high == (first * second >= 15)
