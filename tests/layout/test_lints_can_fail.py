"""Each house rule finds what it is for, and leaves alone what it is not."""

import pytest

from tests.layout import lints, measures
from tests.layout.tree import Source


def test_a_file_of_301_lines_is_too_long() -> None:
    assert lints.too_long(Source("planning/a.py", "x\n" * 300)) == []
    assert lints.too_long(Source("planning/a.py", "x\n" * 301)) == [
        "planning/a.py has 301 lines: split it by act"
    ]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("service/pages/a.py", "meeting.save()"),
        ("service/pages/a.py", "DB.transaction()"),
        ("planning/plans/actions.py", "Plan.update().batch()"),
        ("planning/plans/actions.py", "engine.atomic()"),
        ("planning/plans/rules.py", "datetime.now(UTC)"),
        ("planning/plans/rules.py", "date.today()"),
        ("service/pages/a.py", "datetime.datetime.now()"),
        ("service/pages/a.py", "datetime.utcnow()"),
        ("planning/plans/actions.py", "asyncio.gather(a(), b())"),
        ("planning/plans/actions.py", "asyncio.create_task(a())"),
        ("planning/plans/actions.py", "TaskGroup()"),
    ],
)
def test_a_banned_call_is_found(path: str, code: str) -> None:
    assert len(lints.banned_calls(Source(path, code))) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("planning/transactions.py", "acquired.transaction()"),
        ("planning/plans/actions.py", "transaction(actor.person_id)"),
        ("planning/clock.py", "datetime.now(LONDON)"),
        ("service/pages/a.py", "datetime.now(UTC)"),
        ("service/jobs/a.py", "asyncio.create_task(a())"),
        ("planning/plans/rules.py", "meeting.today()"),
    ],
)
def test_a_call_that_is_not_banned_is_left_alone(path: str, code: str) -> None:
    assert lints.banned_calls(Source(path, code)) == []


@pytest.mark.parametrize("text", ["{{ name|safe }}", "{{ name | safe }}", "{% autoescape false %}"])
def test_unescaped_output_is_found(text: str) -> None:
    assert len(lints.unescaped_output(Source("templates/a.html", text))) == 1


def test_words_that_only_look_unescaped_are_left_alone() -> None:
    text = "{{ is_safe }} is the child safe? {{ name|safeguarding }}"
    assert lints.unescaped_output(Source("templates/a.html", text)) == []


def test_a_second_namer_of_the_zone_is_found() -> None:
    text = 'ZoneInfo("Europe/London")'
    assert len(lints.named_zone(Source("service/pages/a.py", text))) == 1
    assert lints.named_zone(Source("planning/clock.py", text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://files." + "python" + "hosted.org/x",
        "https://pypi" + ".org/simple",
        "https://registry.npm" + "js.org/x",
        "cd /" + "root/project",
        "open('/" + "home/sam/x')",
        "--" + "index-url x",
    ],
)
def test_a_registry_or_a_machine_is_found(text: str) -> None:
    assert len(lints.names_another_place(Source("README.md", text))) == 1


@pytest.mark.parametrize("text", ["the PyPI wheel", "Your /homepage/", "a/root/b"])
def test_words_that_only_look_like_a_machine_are_left_alone(text: str) -> None:
    assert lints.names_another_place(Source("README.md", text)) == []


@pytest.mark.parametrize(
    "entry",
    [
        "jinja2==3.1.6\n    # via litestar",
        "jinja2>=3.1 \\\n    --hash=sha256:00",
        "--" + "index-url https://example.invalid/simple",
    ],
)
def test_a_package_without_version_or_hash_is_found(entry: str) -> None:
    kept = "anyio==4.0 \\\n    --hash=sha256:00\n    # via httpx\n"
    assert len(lints.unpinned(Source("requirements.lock", kept + entry))) == 1
    assert lints.unpinned(Source("requirements.lock", kept)) == []


@pytest.mark.parametrize(
    "code",
    [
        'def list_meetings(limit: int) -> list[Meeting]:\n    """List the meetings."""',
        'class SignOff:\n    """A sign off."""',
        'async def get_plan(plan_id: int) -> Plan:\n    """Return the plan by its id."""',
    ],
)
def test_a_docstring_that_repeats_the_signature_is_found(code: str) -> None:
    assert len(measures.empty_docstrings(Source("planning/a.py", code))) == 1


def test_a_docstring_that_says_something_is_left_alone() -> None:
    code = 'def list_meetings(limit: int) -> list[Meeting]:\n    """Newest first; none hidden."""'
    assert measures.empty_docstrings(Source("planning/a.py", code)) == []


def test_lengths_count_the_body_without_its_docstring() -> None:
    code = 'def a() -> None:\n    """Why."""\n    x()\n    y()\n\n\ndef b() -> None:\n    z()\n'
    assert measures.function_lengths([Source("planning/a.py", code)]) == [1, 2]


def test_percentiles_are_by_nearest_rank() -> None:
    assert measures.percentile([1, 2, 3, 4], 0.5) == 2
    assert measures.percentile(list(range(1, 11)), 0.9) == 9
    assert measures.percentile([5], 0.9) == 5
