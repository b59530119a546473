"""The row of a contingency register: likelihood and impact from 1 to 5, each with its word."""

from planning.plans.rules.templates import Column, FieldKind

LEVELS = ("1", "2", "3", "4", "5")
LIKELIHOOD = dict(
    zip(LEVELS, ("rare", "unlikely", "possible", "likely", "almost certain"), strict=True)
)
IMPACT = dict(zip(LEVELS, ("slight", "minor", "moderate", "serious", "severe"), strict=True))

RISK_COLUMNS = [
    Column("trigger", "Trigger", FieldKind.TEXT),
    Column("likelihood", "Likelihood", FieldKind.CHOICE, [*LEVELS], LIKELIHOOD),
    Column("impact", "Impact", FieldKind.CHOICE, [*LEVELS], IMPACT),
    Column("indicator", "Early indicator", FieldKind.TEXT),
    Column("response", "Response", FieldKind.TEXT),
    Column("lead_agency", "Lead agency", FieldKind.AGENCY),
    Column("lead_role", "Lead role", FieldKind.TEXT),
    Column("hours_to_respond", "Hours to respond", FieldKind.NUMBER),
    Column("resource", "Resource drawn", FieldKind.TEXT),
    Column("fallback", "Fallback", FieldKind.TEXT),
    Column("tested_on", "Tested on", FieldKind.DATE),
]
"""Of every field of kind RISK; a template cannot change them, so that every register compares."""
