"""Proposals week by week: never more than is spare, and as much as can be filled."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.capacity.rules.proposals import From, Need, Proposal, Source, propose
from planning.capacity.rules.weeks import WEEK, weeks_from
from planning.clock import monday
from planning.plans.rules.resource_types import Per

APRIL = date(2026, 4, 6)
WEEKS = weeks_from(APRIL, 4)
AGENCIES = [UUID(int=number) for number in range(1, 4)]
OTHER = UUID(int=99)
amounts = st.integers(0, 400).map(lambda cents: Decimal(cents) / 100)


@st.composite
def needs(draw: st.DrawFn) -> Need:
    first = draw(st.integers(0, 20))
    return Need(
        resource_id=UUID(int=draw(st.integers(1000, 10**9))),
        agency_id=draw(st.sampled_from(AGENCIES)),
        type_key="nurses",
        per=Per.WEEK,
        gap=draw(amounts.filter(bool)),
        from_on=APRIL + timedelta(days=first),
        until_on=APRIL + timedelta(days=draw(st.integers(first, 27))),
    )


@st.composite
def sources(draw: st.DrawFn) -> list[Source]:
    spares = st.lists(amounts, min_size=len(WEEKS), max_size=len(WEEKS))
    own = [Source(From.SPARE, one, "nurses", None, 0, draw(spares)) for one in AGENCIES]
    later = Source(From.PRECEDENCE, AGENCIES[0], "nurses", OTHER, 7, draw(spares))
    return [*own, later]


def given_in(found: list[Proposal], week: date) -> list[Proposal]:
    return [one for one in found if monday(one.from_on) <= week <= one.until_on]


@settings(max_examples=60)
@given(st.lists(needs(), min_size=1, max_size=3, unique_by=lambda one: one.resource_id), sources())
def test_in_no_week_more_is_given_than_spare_or_needed_and_nothing_more_could_be(
    lacking: list[Need], having: list[Source]
) -> None:
    found = propose(lacking, having, WEEKS)
    for place, week in enumerate(WEEKS):
        now = given_in(found, week)
        left = {
            (source.kind, source.agency_id): source.spare[place]
            - sum(
                one.amount
                for one in now
                if (one.kind, one.agency_id) == (source.kind, source.agency_id)
            )
            for source in having
        }
        assert min(left.values()) >= 0
        for need in lacking:
            got = sum(one.amount for one in now if one.resource_id == need.resource_id)
            there = need.from_on < week + WEEK and need.until_on >= week
            assert got <= (need.gap if there else 0)
            if there and got < need.gap:
                others = [
                    amount
                    for (kind, agency), amount in left.items()
                    if kind is not From.SPARE or agency != need.agency_id
                ]
                assert others == [0] * len(others)
    assert all(one.left >= 0 for one in found)


def need(**changes: object) -> Need:
    usual: dict[str, object] = {
        "resource_id": UUID(int=7), "agency_id": AGENCIES[0], "type_key": "nurses",
        "per": Per.WEEK, "gap": Decimal(2), "from_on": APRIL + timedelta(days=2),
        "until_on": APRIL + timedelta(days=18),
    }  # fmt: skip
    return Need(**{**usual, **changes})  # type: ignore[arg-type]


def spare(agency: UUID, *amounts: int) -> Source:
    return Source(From.SPARE, agency, "nurses", None, 0, [Decimal(one) for one in amounts])


def test_weeks_with_one_answer_are_one_proposal_within_the_days_of_the_line() -> None:
    found = propose([need()], [spare(AGENCIES[1], 5, 5, 5, 5)], WEEKS)
    (one,) = found
    assert (one.from_on, one.until_on) == (need().from_on, need().until_on)
    assert (one.amount, one.left) == (Decimal(2), Decimal(3))


def test_a_change_from_week_to_week_parts_it() -> None:
    found = propose([need()], [spare(AGENCIES[1], 2, 0, 1, 5)], WEEKS)
    assert [(one.from_on, one.until_on, one.amount) for one in found] == [
        (APRIL + timedelta(days=2), APRIL + timedelta(days=6), Decimal(2)),
        (APRIL + timedelta(days=14), APRIL + timedelta(days=18), Decimal(1)),
    ]


def test_whoever_has_most_is_asked_first_so_that_few_are_asked() -> None:
    found = propose(
        [need()], [spare(AGENCIES[1], 1, 1, 1, 1), spare(AGENCIES[2], 9, 9, 9, 9)], WEEKS
    )
    assert [one.agency_id for one in found] == [AGENCIES[2]]


def test_a_negative_spare_gives_nothing() -> None:
    assert propose([need()], [spare(AGENCIES[1], -1, -1, -1, -1)], WEEKS) == []


def test_one_type_is_never_given_for_another() -> None:
    assert propose([need(type_key="money")], [spare(AGENCIES[1], 9, 9, 9, 9)], WEEKS) == []
