"""Comments and requests of a plan in words."""

from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct

from planning.plans.queries.comments import ReplySeen, SpokenOf, ThreadSeen
from planning.plans.queries.plans import PlanSeen
from planning.plans.rules.comments import About, CommentKind
from service.pages.presenters.dates import short_moment
from service.pages.presenters.tags import Tag

KINDS = [
    (CommentKind.COMMENT.value, "A comment", "It says something and waits for nobody."),
    (CommentKind.REQUEST.value, "A request", "It stays open until you or the lead settle it."),
]
SAID = {
    CommentKind.COMMENT: "Your comment is there.",
    CommentKind.REQUEST: "Your request is there. It stays open until it is settled.",
}
_TITLES = {CommentKind.COMMENT: "Comment", CommentKind.REQUEST: "Request"}
_PARTS = ("section", "role", "resource")


class ThreadShown(Struct, frozen=True):
    """A comment or request ready to read; `part_href` leads to what it is about."""

    title: str
    href: str
    part_href: str
    tag: Tag
    text: str
    said: str
    settled: str
    replies: tuple[tuple[str, str], ...]
    answers: str


def part_of(about: About | SpokenOf | ThreadSeen) -> str:
    """The part of a plan as addresses name it, such as section:media."""
    named = zip(_PARTS, (about.section_key, about.role_id, about.resource_id), strict=True)
    return next((f"{kind}:{key}" for kind, key in named if key is not None), "")


def about_of(part: str) -> About:
    """The part that an address names; of no part for one that we did not make."""
    kind, _, key = part.partition(":")
    if kind == "section" and key:
        return About(section_key=key)
    try:
        found = UUID(key)
    except ValueError:
        return About()
    return About(
        role_id=found if kind == "role" else None,
        resource_id=found if kind == "resource" else None,
    )


def name_of(seen: PlanSeen, about: About | ThreadSeen) -> str:
    """The title of the part as its reader sees it, or "" for none that they see."""
    titles: dict[str | UUID, str] = {
        **{one.section.key: one.section.title for one in seen.sections},
        **{one.id: f"{one.title}, {one.agency_name}" for one in seen.roles},
        **{one.id: f"{one.kind}, {one.agency_name}" for one in seen.resources},
    }
    key = about.section_key or about.role_id or about.resource_id
    return titles.get(key, "") if key else ""


def hint(spoken: SpokenOf) -> str:
    """How much was said about a part, the open requests first."""
    requests = {0: "", 1: "1 open request. "}.get(spoken.open, f"{spoken.open} open requests. ")
    said = {1: "1 comment or request"}.get(spoken.said, f"{spoken.said} comments and requests")
    return f"{requests}{said} in all." if spoken.open else f"{said}."


def href_of(seen: PlanSeen, about: About | SpokenOf | ThreadSeen) -> str:
    """The comments about one part."""
    return f"/plans/{seen.id}/comments?{urlencode({'part': part_of(about)})}"


def shown(one: ThreadSeen, seen: PlanSeen) -> ThreadShown:
    """A thread; about a part that was taken out since, it says the part’s last name."""
    name = name_of(seen, one) or f"{one.part}, taken out since"
    settled = ""
    if one.settled_at and one.settled_by_name:
        settled = f"Settled by {one.settled_by_name}, {short_moment(one.settled_at)}"
    return ThreadShown(
        title=f"{_TITLES[one.kind]} about {name}",
        href=f"/plan-comments/{one.id}",
        part_href=_part_href(one, seen),
        tag=_tag(one),
        text=one.text,
        said=f"{one.said_by_name}, {short_moment(one.said_at)}",
        settled=settled,
        replies=tuple(_reply(reply) for reply in one.replies),
        answers={0: "No answer yet", 1: "1 answer"}.get(
            len(one.replies), f"{len(one.replies)} answers"
        ),
    )


def _part_href(one: ThreadSeen, seen: PlanSeen) -> str:
    here = f"/plans/{seen.id}"
    if one.section_key:
        return f"{here}/sections/{one.section_key}"
    if not name_of(seen, one):
        return here
    return f"{here}/roles/{one.role_id}" if one.role_id else f"{here}/resources/{one.resource_id}"


def _reply(reply: ReplySeen) -> tuple[str, str]:
    return f"{reply.said_by_name}, {short_moment(reply.said_at)}", reply.text


def _tag(one: ThreadSeen) -> Tag:
    if one.settled_at:
        return Tag("Settled", "green")
    return Tag("Open", "blue") if one.open else Tag("Comment", "grey")
