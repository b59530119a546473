"""What people see of plans."""

from planning.plans.queries.comments import comments_of, thread
from planning.plans.queries.comparison import compare_versions
from planning.plans.queries.plans import plan, plans_of
from planning.plans.queries.reviews import plan_reviews, reviews_to_make
from planning.plans.queries.texts import texts_of
from planning.plans.queries.versions import changes_between, schedule_of, version, versions_of

__all__ = [
    "changes_between",
    "comments_of",
    "compare_versions",
    "plan",
    "plan_reviews",
    "plans_of",
    "reviews_to_make",
    "schedule_of",
    "texts_of",
    "thread",
    "version",
    "versions_of",
]
