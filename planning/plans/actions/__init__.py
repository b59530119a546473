"""What people do with plans. `planning.sign_offs.actions` submits them for signing."""

from planning.plans.actions.comments import comment_on, reply_to, settle_comment
from planning.plans.actions.offers import Offer, offer_instead
from planning.plans.actions.resource_types import (
    add_resource_type,
    change_resource_type,
    close_resource_type,
)
from planning.plans.actions.resources import add_resource, change_resource, remove_resource
from planning.plans.actions.reviews import review_plan
from planning.plans.actions.roles import (
    accept_role,
    add_role,
    brief_in,
    change_role,
    remove_role,
)
from planning.plans.actions.sections import edit_section
from planning.plans.actions.start import start_operation

__all__ = [
    "Offer",
    "accept_role",
    "add_resource",
    "add_resource_type",
    "add_role",
    "brief_in",
    "change_resource",
    "change_resource_type",
    "change_role",
    "close_resource_type",
    "comment_on",
    "edit_section",
    "offer_instead",
    "remove_resource",
    "remove_role",
    "reply_to",
    "review_plan",
    "settle_comment",
    "start_operation",
]
