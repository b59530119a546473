"""Pages are escaped, strict about names, and carry what every page must carry."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, UndefinedError

from service.pages import rendering
from service.pages.forms import Form
from service.pages.shell import Notice, Shell
from tests.pages.components.gallery import content_page, form_page, refused_form

MARKUP = "<script>alert('x')</script>"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Templates that a test writes, beside the real layouts."""
    made: dict[str, str] = {}
    environment = rendering.environment()
    real = environment.loader
    assert real is not None

    monkeypatch.setattr(environment, "loader", ChoiceLoader([DictLoader(made), real]))
    yield made
    assert environment.cache is not None
    environment.cache.clear()


def test_a_name_that_nobody_gave_is_an_error_not_a_blank(page: dict[str, str]) -> None:
    page["strict.html"] = (
        '{% extends "layouts/base.html" %}{% block content %}{{ nobody }}{% endblock %}'
    )
    with pytest.raises(UndefinedError):
        rendering.render("strict.html", shell=Shell(), title="Strict")


def test_nothing_typed_becomes_markup(page: dict[str, str]) -> None:
    page["escaped.html"] = '{% extends "layouts/base.html" %}'
    shown = rendering.render(
        "escaped.html", shell=Shell(partnership=MARKUP, notices=(Notice(MARKUP),)), title=MARKUP
    )
    assert MARKUP not in shown
    assert "<script" not in shown


def test_nothing_typed_becomes_markup_in_any_input() -> None:
    form = Form(dict.fromkeys(("name", "purpose", "held-time", "actions-0-what"), MARKUP))
    form.add_error("name", MARKUP)
    form.add_error("invited", MARKUP)
    shown = form_page(form)
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 8


def test_a_page_names_itself_its_marking_and_its_reader() -> None:
    shown = content_page()
    assert "<title>3 meetings, 14 working days, no decision – Accord</title>" in shown
    assert shown.count("OFFICIAL-SENSITIVE") == 2
    assert shown.count("<h1") == 1
    assert '<a href="/2" aria-current="page">Children</a>' in shown


def test_a_visitor_sees_no_navigation_and_no_way_to_sign_out(page: dict[str, str]) -> None:
    page["visitor.html"] = '{% extends "layouts/base.html" %}'
    shown = rendering.render("visitor.html", shell=Shell(), title="Sign in")
    assert "<nav" not in shown
    assert "Sign out" not in shown


def test_every_error_is_named_in_the_summary_and_at_its_input() -> None:
    form = refused_form()
    shown = form_page(form)
    assert "<title>Error: Record a discussion already held – Accord</title>" in shown
    ids = set(re.findall(r' id="([^"]+)"', shown))
    for error in form.errors:
        assert f'href="#{error.target}"' in shown
        assert error.target in ids
        assert f'id="{error.field}-error"' in shown


def test_a_form_without_errors_has_no_summary() -> None:
    shown = form_page(Form())
    assert "There is a problem" not in shown
    assert "<title>Record a discussion already held – Accord</title>" in shown


def test_every_post_carries_its_token_and_a_key_of_its_own() -> None:
    shown = content_page()
    keys = re.findall(r'name="_key" value="([^"]+)"', shown)
    assert shown.count("<form") == shown.count('name="_csrf" value="token"') == 3
    assert len(keys) == len(set(keys)) == 2


def test_what_cannot_be_undone_is_marked() -> None:
    assert content_page().count('data-destructive="true"') == 1


def test_ids_are_unique() -> None:
    for shown in (content_page(), form_page(Form()), form_page(refused_form())):
        ids = re.findall(r' id="([^"]+)"', shown)
        assert len(ids) == len(set(ids))


def test_what_was_typed_is_shown_again() -> None:
    typed = {"purpose": "first\nsecond", "outcome": "adjourned", "invited": ["p1", "p3"]}
    shown = form_page(Form({**typed, "minute_taker": "p2", "password": "secret-words"}))
    assert ">first\nsecond</textarea>" in shown
    assert len(re.findall(r'value="(?:adjourned|p1|p3)" checked', shown)) == 3
    assert '<option value="p2" selected>' in shown
    assert "secret-words" not in shown


def test_the_layout_has_no_script_and_no_inline_style() -> None:
    for shown in (content_page(), form_page(refused_form())):
        assert not re.search(r"<script|<style| style=| on[a-z]+=", shown)


def test_an_asset_has_its_content_in_its_name() -> None:
    assert re.fullmatch(r"/static/accord-[0-9a-f]{12}\.css", rendering.asset_url("accord.css"))
    with pytest.raises(KeyError):
        rendering.asset_url("absent.css")


def test_missing_assets_say_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "STATIC", tmp_path)
    rendering._asset_names.cache_clear()
    with pytest.raises(rendering.AssetsMissing, match="make assets"):
        rendering.asset_url("accord.css")
    monkeypatch.undo()
    rendering._asset_names.cache_clear()
