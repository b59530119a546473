"""One Jinja environment for every page: escaped always, strict about names, no routes."""

import json
from functools import cache
from pathlib import Path
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined

from service.pages.presenters import counts, dates
from service.pages.shell import Shell
from service.scripts import script_url

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "service" / "static"
STATIC_URL = "/static"
_GOVUK = "govuk_frontend_jinja"
_GOVUK_MACROS = {
    "button": "govukButton",
    "checkboxes": "govukCheckboxes",
    "date-input": "govukDateInput",
    "details": "govukDetails",
    "error-message": "govukErrorMessage",
    "error-summary": "govukErrorSummary",
    "file-upload": "govukFileUpload",
    "input": "govukInput",
    "notification-banner": "govukNotificationBanner",
    "pagination": "govukPagination",
    "radios": "govukRadios",
    "select": "govukSelect",
    "summary-list": "govukSummaryList",
    "task-list": "govukTaskList",
    "textarea": "govukTextarea",
    "warning-text": "govukWarningText",
}


class AssetsMissing(RuntimeError):
    """`service/static` was never made on this machine."""


def render(template: str, /, *, shell: Shell, **context: object) -> str:
    """A whole page. A name that the template uses and nobody gave raises UndefinedError."""
    return environment().get_template(template).render(shell=shell, **context)


@cache
def environment() -> Environment:
    """The environment of pages; documents and mail may use its loader and filters too."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "clock_time": dates.clock_time,
        "count": counts.count,
        "day": dates.day,
        "figure": counts.figure,
        "listed": counts.listed,
        "machine": dates.machine,
        "moment": dates.moment,
        "short_day": dates.short_day,
        "short_moment": dates.short_moment,
    }
    made.globals |= {
        "asset_url": asset_url,
        "script_url": script_url,
        "new_key": new_key,
        **_govuk_macros(),
    }
    return made


def asset_url(name: str) -> str:
    """The address of a file of `service/static`, its content's hash in it, so it caches for ever.

    Raises AssetsMissing before the first `make assets`, KeyError for an unknown name.
    """
    return f"{STATIC_URL}/{_asset_names()[name]}"


def new_key() -> str:
    """A fresh idempotency key: sent twice by a double click, it acts once."""
    return str(uuid4())


@cache
def _asset_names() -> dict[str, str]:
    try:
        manifest = json.loads((STATIC / "manifest.json").read_text())
    except FileNotFoundError as missing:
        raise AssetsMissing("The stylesheet is not made yet. Run `make assets`.") from missing
    return dict(manifest["files"])


def _govuk_macros() -> dict[str, object]:
    """GOV.UK's macros test for names that may be absent, so they live in their own environment.

    Ours stays strict; what they return is escaped by the same rules.
    """
    lenient = Environment(
        loader=PrefixLoader({_GOVUK: PackageLoader(_GOVUK)}),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return {
        macro: getattr(
            lenient.get_template(f"{_GOVUK}/components/{component}/macro.html").module, macro
        )
        for component, macro in _GOVUK_MACROS.items()
    }
