"""Documents as HTML that carries all it needs, ready for make_pdf."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.documents.content import Investigation, Minutes, Plan, Report

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
_environment = Environment(
    loader=FileSystemLoader([_TEMPLATES / "documents", _TEMPLATES]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def minutes_html(minutes: Minutes) -> str:
    """One reader's minutes; every value is escaped."""
    return _environment.get_template("minutes.html").render(document=minutes)


def plan_html(plan: Plan) -> str:
    """One plan version; every value is escaped."""
    return _environment.get_template("plan.html").render(document=plan)


def report_html(report: Report) -> str:
    """A quarterly report with its charts; every value is escaped."""
    return _environment.get_template("report.html").render(document=report)


def afterwards_html(report: Investigation) -> str:
    """An end-of-investigation report with its charts; every value is escaped."""
    return _environment.get_template("afterwards.html").render(document=report)
