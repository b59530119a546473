"""What the gate rests on besides the plans, in words: gaps, and the surge."""

from dataclasses import dataclass

from planning.go_live.queries import GapSeen, SurgeSeen
from planning.go_live.rules import SURGE_WORDS, Side
from planning.plans.rules.lines import PHASE_WORDS
from planning.plans.rules.templates import PLAN_WORDS
from planning.plans.rules.values import plain_decimal
from service.pages.presenters.dates import short_day, short_moment
from service.pages.presenters.tags import Tag

SIDE_WORDS = {Side.AGENCY: "The agency", Side.LEAD: "The lead"}


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap with who has accepted the risk of it."""

    what: str
    agency: str
    plan: str
    when: str
    asked: str
    committed: str
    short: str
    signatures: list[str]


@dataclass(frozen=True, slots=True)
class SurgeLine:
    """Whether social care, or police, has confirmed the forecast."""

    who: str
    tag: Tag
    what: str
    how: str


def gap_line(gap: GapSeen) -> GapLine:
    """One gap; a signature for a smaller one is shown as such."""
    return GapLine(
        what=gap.kind,
        agency=gap.agency_name,
        plan=PLAN_WORDS[gap.plan].capitalize(),
        when=f"{short_day(gap.from_on)} to {short_day(gap.until_on)}, {PHASE_WORDS[gap.phase]}",
        asked=f"{plain_decimal(gap.requested)} {gap.unit}",
        committed=plain_decimal(gap.committed),
        short=plain_decimal(gap.gap),
        signatures=[
            f"{SIDE_WORDS[one.side]}: {one.signed_by_name}, {short_moment(one.signed_at)},"
            f" for {plain_decimal(one.gap)}{'' if one.side in gap.signed else ' only'}."
            f" {one.reason}"
            for one in gap.acceptances
        ],
    )


def gap_choice(gap: GapSeen) -> tuple[str, str]:
    """A gap to sign for, as an answer to pick from: with the size that was read."""
    words = f"{gap.kind}: {plain_decimal(gap.gap)} {gap.unit} short ({gap.agency_name})"
    return f"{gap.resource_id} {plain_decimal(gap.gap)}", words


def surge_lines(seen: SurgeSeen) -> list[SurgeLine]:
    """Both categories, confirmed or not."""
    said = {one.category: one for one in seen.confirmations}
    lines = []
    for category, words in SURGE_WORDS.items():
        one = said.get(category)
        if one is None:
            lines.append(SurgeLine(words, Tag("Not confirmed", "red"), "", ""))
            continue
        tag = Tag("Confirmed", "green") if one.stands else Tag("Confirm again", "amber")
        told = f"{one.confirmed_by_name}, {short_moment(one.confirmed_at)}"
        what = f"{one.meetings_forecast:,} meetings for {one.victims_planning:,} victims. {told}"
        lines.append(SurgeLine(words, tag, what, one.how))
    return lines


def a_day(seen: SurgeSeen) -> str:
    """How many meetings that is each working day."""
    return f"about {seen.meetings_forecast / seen.working_days:.1f} each working day"
