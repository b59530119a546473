"""The gallery pages and their synthetic contents, for the rendering and accessibility tests."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from planning.clock import NONE_CLOSED
from service.pages.forms import Form
from service.pages.presenters.dates import deadline
from service.pages.presenters.tags import Tag
from service.pages.rendering import render
from service.pages.shell import NavigationItem, Notice, Shell

PLACES = ("Your work", "Meetings", "Children", "Operations", "Drift", "Record")
GROUPS = [
    ("Children’s social care", [("p1", "Amina Rowe", "Team manager"), ("p2", "Lee Park")]),
    ("Police", [("p3", "Sam Holt", "Detective inspector")]),
]


def shell(*notices: Notice) -> Shell:
    return Shell(
        partnership="Northborough Safeguarding Partnership",
        person="Amina Rowe",
        agency="Children’s social care",
        csrf_token="token",
        navigation=tuple(
            NavigationItem(place, f"/{number}", current=place == "Children")
            for number, place in enumerate(PLACES)
        ),
        notices=notices,
    )


def content_page() -> str:
    return render(
        "pages/gallery/content.html",
        shell=shell(Notice("The meeting is convened and 8 people are invited.", "success")),
        title="3 meetings, 14 working days, no decision",
        held_at=datetime(2026, 3, 3, 14, tzinfo=UTC),
        late=deadline(date(2026, 2, 26), date(2026, 3, 3), NONE_CLOSED),
        soon=deadline(date(2026, 3, 5), date(2026, 3, 3), NONE_CLOSED),
        meetings=_meetings(),
        lines=_gate_lines(),
        tasks=[
            ("Situation and scope", "/1", Tag("Complete", "green")),
            ("Contingency register", "/2", Tag("In progress", "blue"), "17 rows"),
            ("Sign-off sheet", "", Tag("Cannot start yet", "grey")),
        ],
        chains=[
            _chain("7K4-QXP", Tag("Red", "red"), "Information outstanding from health", 3, 14),
            _chain("2M9-TTA", Tag("Amber", "amber"), "Key agency absent", 2, 5),
        ],
        weeks=[(f"Week of {day} March", "number") for day in (2, 9, 16, 23, 30)] * 2,
    )


def form_page(form: Form) -> str:
    return render(
        "pages/gallery/form.html",
        shell=shell(),
        title="Record a discussion already held",
        form=form,
        submit="Record the discussion",
        cancel="/",
        groups=GROUPS,
    )


def refused_form() -> Form:
    form = Form({"born-day": "31", "born-month": "2", "born-year": "2011", "outcome": "adjourned"})
    form.text("name", label="Place", required="Enter where the meeting is held")
    form.email("email", label="Email address", required="Enter an email address")
    form.secret("password", required="Enter your password")
    form.long_text("purpose", label="Purpose", required="Enter why the meeting is needed")
    form.decimal("hours", label="Hours", required="Enter the hours offered")
    form.date("born", label="Date of birth")
    form.moment("held", label="When it was held", required="Enter when it was held")
    form.text("reason", label="Reason", required="Enter why nothing was decided")
    form.choice("quorate", label="Quorate", options=["yes"], required="Select yes or no")
    form.uuids("invited", label="People", required="Select who should come")
    form.uuid("minute_taker", label="Minute taker", required="Select a minute taker")
    form.choice("type", label="Type", options=["initial"], required="Select the type of meeting")
    form.add_error("confirmed", "Tick the box to say that you have authority")
    for row in form.rows("actions", spare=1):
        row.text("what", label="Action", required="Enter what will be done")
        row.date("due", label="Due date", required="Enter when it is due")
    return form


def _meetings() -> list[SimpleNamespace]:
    decided = Tag("Decided", "green")
    open_ = Tag("No decision", "red")
    rows = [
        ("Initial strategy discussion", "Tuesday 10 February 2026, 2pm", decided, "green"),
        ("Review", "Wednesday 11 February 2026, 10am", Tag("No decision", "amber"), "amber"),
        ("Review", "Tuesday 3 March 2026, 2pm", open_, "red"),
    ]
    text = "Information outstanding from health. Next date not set."
    return [
        SimpleNamespace(title=title, when=when, tag=tag, tone=tone, text=text)
        for title, when, tag, tone in rows
    ]


def _gate_lines() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            met=True,
            name="Contingency plan signed by every required agency",
            evidence="7 of 7 agencies signed version 3.",
            mender="",
        ),
        SimpleNamespace(
            met=False,
            name="Victim-support strategy signed by every required agency",
            evidence="5 of 7 signed. Waiting for Health and Education.",
            mender="Jo Marsh (Health), Kit Lane (Education)",
        ),
    ]


def _chain(reference: str, tag: Tag, reason: str, meetings: int, days: int) -> SimpleNamespace:
    return SimpleNamespace(
        reference=reference, tag=tag, reason=reason, meetings=meetings, days=days
    )
