"""Whatever is sent, a form never raises, never loses it, and can be shown again."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict

from service.pages.forms import Form
from service.pages.forms.cleaning import clean_lines, has_hidden_characters
from tests.pages.components.gallery import form_page

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)
TYPED = st.one_of(
    st.text(st.characters(), max_size=40),
    st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.integers(-99, 99999).map(str),
    st.sampled_from(
        ["1:30am", "2pm", "October", "29", "2026", "<script>alert(1)</script>", '"><b']
    ),
)
INPUTS = (
    *("name", "email", "password", "purpose", "hours", "outcome", "reason", "quorate", "duties"),
    *("born-day", "born-month", "born-year", "held-day", "held-month", "held-year"),
    *("held-time", "held-which", "confirmed", "type", "invited", "minute_taker"),
    *("actions-0-what", "actions-1-due-day", "actions-9999-what", "actions--what"),
)
SENT = st.lists(st.tuples(st.one_of(st.sampled_from(INPUTS), TYPED), TYPED), max_size=30)
PARSERS: tuple[Callable[[Form], object], ...] = (
    lambda form: form.text("name", label="Name", required="Enter a name"),
    lambda form: form.email("email", label="Email address"),
    lambda form: form.secret("password", required="Enter a password").encode(),
    lambda form: form.long_text("purpose", label="Purpose", max_length=10),
    lambda form: form.integer("hours", label="Hours", maximum=10),
    lambda form: form.decimal("hours", label="Hours"),
    lambda form: form.choice("outcome", label="Outcome", options=["adjourned"]),
    lambda form: form.choices("duties", label="Duties", options=["chair"]),
    lambda form: form.uuid("minute_taker", label="Minute taker"),
    lambda form: form.uuids("invited", label="People", at_most=2),
    lambda form: form.date("born", label="Date of birth", not_future=date(2026, 3, 3)),
    lambda form: form.moment("held", label="It", repeated_hour="ask", not_future=NOW),
    lambda form: form.moment("held", label="It", not_past=NOW),
    lambda form: [row.date("due", label="Due") for row in form.rows("actions", spare=1)],
)


class Shown(HTMLParser):
    """The names of the inputs of a page, and whether markup got in."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)


@given(SENT)
def test_no_parser_raises_and_every_fault_is_named_once(sent: list[tuple[str, str]]) -> None:
    form = Form(FormMultiDict(sent))
    for parse in PARSERS:
        parse(form)
    assert len(set(form.errors)) == len(form.errors)
    assert all(error.message and error.field for error in form.errors)


@given(SENT)
@settings(max_examples=30, deadline=None)
def test_a_refused_form_can_always_be_shown_again(sent: list[tuple[str, str]]) -> None:
    form = Form(FormMultiDict(sent))
    for parse in PARSERS:
        parse(form)
    page = form_page(form)
    shown = Shown()
    shown.feed(page.encode().decode())
    assert shown.tags.isdisjoint({"script", "b"})


@given(TYPED)
def test_what_is_shown_again_is_what_was_typed_less_the_invisible(typed: str) -> None:
    shown = Form({"purpose": typed}).value("purpose")
    assert shown == typed or has_hidden_characters(typed)
    assert not has_hidden_characters(shown)


@given(TYPED)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    assert clean_lines(clean_lines(typed)) == clean_lines(typed)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_date_comes_back_as_it_was_stored(stored: date) -> None:
    assert Form.filled(due=stored).date("due", label="Due date") == stored
