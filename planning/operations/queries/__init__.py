"""What people see of operations. A hidden one does not exist."""

from planning.operations.queries.notices import PartnershipNoticeSeen, Receipt, partnership_notices
from planning.operations.queries.operations import (
    MemberSeen,
    OperationChildSeen,
    OperationRow,
    OperationSeen,
    RequiredAgency,
    operation,
    operation_children,
    operation_members,
    operations,
    required_agencies,
    who_is_in,
)

__all__ = [
    "MemberSeen",
    "OperationChildSeen",
    "OperationRow",
    "OperationSeen",
    "PartnershipNoticeSeen",
    "Receipt",
    "RequiredAgency",
    "operation",
    "operation_children",
    "operation_members",
    "operations",
    "partnership_notices",
    "required_agencies",
    "who_is_in",
]
