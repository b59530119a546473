"""What some addresses cannot do without: their query."""

QUERY = {
    "/api/v1/plans/{plan_id}/comparison": "?older=1&newer=1",
    "/plans/{plan_id}/comments/new": "?part=section:media",
    "/api/v1/plan-versions/{version_id}/changes": "?since={version_id}&agency_id={agency_id}",
}
