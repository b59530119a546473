"""What a person typed is checked whole: every fault named, everything typed kept."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from litestar.datastructures import FormMultiDict, UploadFile

from planning.errors import Blocker
from service.pages.forms import FieldError, Form, FormInvalid

AN_ID = "5f0c7f6e-6a3e-4e2b-9a40-0b7c2f3d1a55"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


def errors(form: Form) -> dict[str, str]:
    return {error.field: error.message for error in form.errors}


def test_every_fault_is_named_at_once_and_everything_typed_is_kept() -> None:
    form = Form({"purpose": "", "hours": "lots", "born-day": "31", "born-month": "2"})
    form.text("purpose", label="Purpose", required="Enter why the meeting is needed")
    form.decimal("hours", label="Hours")
    form.date("born", label="Date of birth")
    assert form.errors == [
        FieldError("purpose", "Enter why the meeting is needed", "purpose"),
        FieldError("hours", "Hours must be a number, like 7.5", "hours"),
        FieldError("born", "Date of birth must include a year", "born-year"),
    ]
    assert (form.value("hours"), form.value("born-day")) == ("lots", "31")
    with pytest.raises(FormInvalid) as refused:
        form.check()
    assert refused.value.form is form


def test_a_form_without_faults_passes() -> None:
    form = Form()
    assert form.text("purpose", label="Purpose") == ""
    form.check()
    assert form.is_valid()


def test_litestar_multidict_gives_every_value_and_no_files() -> None:
    upload = UploadFile(content_type="text/plain", filename="a.txt")
    form = Form(FormMultiDict([("agency", "a"), ("agency", "b"), ("paper", upload)]))
    assert form.choices("agency", label="Agency", options=["a", "b", "c"]) == ["a", "b"]
    assert form.text("paper", label="Paper") == ""
    assert form.is_valid()
    upload.file.close()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Agree \t a  plan ", "Agree a plan"), ("two\r\nlines", "two lines"), ("e\u0301", "é")],
)
def test_a_line_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert Form({"purpose": typed}).text("purpose", label="Purpose") == kept


def test_long_text_keeps_its_lines() -> None:
    form = Form({"why": "\r\nfirst  line \r\rthird\r\n"})
    assert form.long_text("why", label="Why") == "first line\n\nthird"


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x0b", "\u0085", "\u2028", "\u202e", "\u2066", "\ufeff"]
)
def test_hidden_characters_are_refused_and_gone_from_what_is_shown(hidden: str) -> None:
    form = Form({"purpose": f"Plan{hidden}ned"})
    assert form.text("purpose", label="Purpose") == ""
    assert errors(form) == {
        "purpose": "Purpose had hidden characters in it: they are gone now, check what is left"
    }
    assert form.value("purpose") == "Planned"


def test_length_is_counted_after_cleaning() -> None:
    form = Form({"a": " x" * 100, "b": "x" * 2001})
    assert form.text("a", label="A", max_length=199) == ("x " * 100).strip()
    assert form.text("b", label="Reason", max_length=2000) == ""
    assert errors(form) == {"b": "Reason must be 2,000 characters or fewer"}


@pytest.mark.parametrize("typed", ["a@b", "a b@c.uk", "a@b.uk, c@d.uk", "@b.uk", "<a@b.uk>"])
def test_wrong_addresses_are_refused(typed: str) -> None:
    form = Form({"email": typed})
    assert form.email("email", label="Email address") == ""
    assert errors(form) == {
        "email": "Email address must be in the correct format, like name@example.com"
    }


def test_a_right_address_is_kept_as_typed() -> None:
    assert (
        Form({"email": " Jo.O'Dea@nhs.example "}).email("email", label="E")
        == "Jo.O'Dea@nhs.example"
    )


def test_a_password_is_never_changed() -> None:
    form = Form({"password": "  e\u0301\t "})
    assert form.secret("password", required="Enter your password") == "  e\u0301\t "
    assert Form().secret("password", required="Enter your password") == ""


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("ten", "Children must be a whole number, like 12"),
        ("1.5", "Children must be a whole number, like 12"),
        ("٣", "Children must be a whole number, like 12"),
        ("0", "Children must be 1 or more"),
        ("1,001", "Children must be 1,000 or fewer"),
    ],
)
def test_wrong_whole_numbers_say_why(typed: str, message: str) -> None:
    form = Form({"children": typed})
    assert form.integer("children", label="Children", minimum=1, maximum=1000) is None
    assert errors(form) == {"children": message}


def test_numbers_are_read_as_people_write_them() -> None:
    form = Form({"children": "1,000", "hours": "37.50"})
    assert form.integer("children", label="Children") == 1000
    assert form.decimal("hours", label="Hours") == Decimal("37.50")
    assert form.decimal("money", label="Money") is None
    assert form.is_valid()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1e3", "Hours must be a number, like 7.5"),
        ("NaN", "Hours must be a number, like 7.5"),
        ("1.234", "Hours must have no more than 2 decimal places"),
        ("-1", "Hours must be 0 or more"),
    ],
)
def test_wrong_numbers_say_why(typed: str, message: str) -> None:
    form = Form({"hours": typed})
    assert form.decimal("hours", label="Hours") is None
    assert errors(form) == {"hours": message}


def test_an_answer_that_was_not_offered_is_refused() -> None:
    form = Form({"a": "maybe", "b": "maybe", "c": ["yes", "maybe"], "d": "7", "e": [AN_ID, "7"]})
    assert form.choice("a", label="Quorate", options=["yes", "no"]) == ""
    assert form.enum("b", label="Held", kind=Answer) is None
    assert form.choices("c", label="Duties", options=["yes", "no"]) == ["yes"]
    assert form.uuid("d", label="Chair") is None
    assert form.uuids("e", label="People") == [UUID(AN_ID)]
    assert list(errors(form).values()) == [
        f"{label} must be one of the answers shown"
        for label in ("Quorate", "Held", "Duties", "Chair", "People")
    ]


def test_answers_that_were_offered_are_taken() -> None:
    form = Form({"a": "yes", "b": "no", "d": AN_ID.upper(), "e": [AN_ID, AN_ID], "f": "yes"})
    assert form.choice("a", label="Quorate", options=["yes", "no"]) == "yes"
    assert form.enum("b", label="Held", kind=Answer) is Answer.NO
    assert form.uuid("d", label="Chair") == UUID(AN_ID)
    assert form.uuids("e", label="People") == [UUID(AN_ID)]
    assert (form.flag("f"), form.flag("g")) == (True, False)
    assert form.is_valid()


def test_nothing_picked_is_an_error_only_where_it_is_required() -> None:
    form = Form({"chair": ""})
    assert form.uuid("chair", label="Chair", required="Select who chairs") is None
    assert form.uuid("deputy", label="Deputy") is None
    assert form.uuids("people", label="People", at_most=1) == []
    assert errors(form) == {"chair": "Select who chairs"}


def test_too_many_people_are_refused() -> None:
    form = Form({"people": [AN_ID, AN_ID[:-1] + "6"]})
    assert form.uuids("people", label="People", at_most=1) == []
    assert errors(form) == {"people": "People: select no more than 1"}


def test_rows_share_the_errors_and_carry_their_own_names() -> None:
    form = Form({"actions-0-what": "Visit", "actions-2-what": "", "actions-2-due-day": "40"})
    first, last = form.rows("actions")
    assert first.text("what", label="Action") == "Visit"
    last.text("what", label="Action", required="Enter what will be done")
    assert (last.name("what"), last.error("what")) == ("actions-2-what", "Enter what will be done")
    assert errors(form) == {"actions-2-what": "Enter what will be done"}


def test_blank_rows_can_be_told_and_spare_ones_shown() -> None:
    form = Form({"actions-0-what": " ", "actions-1-what": "x", "actions-1-kind": "task"})
    rows = form.rows("actions", spare=2)
    assert [row.name("what") for row in rows] == [f"actions-{n}-what" for n in range(4)]
    assert [row.is_blank() for row in rows] == [True, False, True, True]
    assert not rows[1].is_blank("what")
    assert rows[1].is_blank("due")


def test_rows_beyond_the_limit_are_refused_not_lost_silently() -> None:
    form = Form({f"actions-{n}-what": "x" for n in range(4)} | {"actions-00-what": "odd name"})
    assert len(form.rows("actions", at_most=3)) == 3
    assert errors(form) == {"actions": "Add no more than 3"}


def test_the_domains_reasons_stand_beside_the_forms_own() -> None:
    form = Form()
    form.add_blockers([Blocker("Choose a day that has not passed", "held"), Blocker("Not quorate")])
    form.add_blockers([Blocker("Not quorate")])
    assert form.errors == [
        FieldError("held", "Choose a day that has not passed", "held"),
        FieldError("", "Not quorate", ""),
    ]


def test_stored_values_fill_their_inputs() -> None:
    form = Form.filled(
        purpose="Plan",
        due=date(2026, 3, 3),
        held=datetime(2026, 7, 1, 13, tzinfo=UTC),
        at=time(9, 30),
        people=[UUID(AN_ID)],
        hours=Decimal("7.5"),
        confirmed=True,
        urgent=False,
        deputy=None,
    )
    assert form.date("due", label="Due") == date(2026, 3, 3)
    assert form.moment("held", label="Held") == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert form.time("at", label="At") == time(9, 30)
    assert form.uuids("people", label="People") == [UUID(AN_ID)]
    assert [form.value(name) for name in ("purpose", "hours", "confirmed", "urgent", "deputy")] == [
        "Plan",
        "7.5",
        "yes",
        "",
        "",
    ]
