"""Addresses of the API at which something begins only for who has a role."""

NEEDS_A_ROLE = {
    "/agencies",
    "/chains/undecided/remind",
    "/audits",
    "/closed-days",
    "/concerns",
    "/drift/reports",
    "/find-times",
    "/meetings",
    "/meetings/held",
    "/operations",
    "/people",
    "/procedures",
    "/procedures/preview",
    "/resource-types",
    "/reviews",
    "/rooms",
    "/surge/batches",
    "/templates",
    "/templates/preview",
}
