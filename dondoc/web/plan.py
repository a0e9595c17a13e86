"""Plans: their obligations with what the plan says and what is only proposed."""

from starlette.responses import Response

from dondoc.model import Standing
from dondoc.rules import access
from dondoc.store import page_plans, requests
from dondoc.web.desk import RowId, SignedDesk, must


def index(desk: SignedDesk) -> Response:
    """The plans of the agency; where there is one, on to it."""
    must(desk.viewer.grants)
    with desk.reading() as session:
        plans = page_plans.plans(session, desk.agency.key)
        proposed = page_plans.proposed_counts(session, desk.agency.key)
    if len(plans) == 1:
        return desk.go("plan", plan_id=plans[0].key)
    return desk.page("plans.html", plans=plans, proposed=proposed, administers=access.administers(desk.viewer))


def show(desk: SignedDesk, plan_id: RowId) -> Response:
    """One plan."""
    must(desk.viewer.grants)
    with desk.reading() as session:
        plan = page_plans.plan(session, desk.agency.key, plan_id)
        must(plan and plan_id not in requests.hidden(session, desk.agency.key, desk.viewer))
        items = page_plans.planned_items(session, plan_id)
        recipients = page_plans.recipients(session, plan_id)
    proposed = [item for item in items if item.rule.standing is Standing.PROPOSED]
    return desk.page(
        "plan.html",
        plan=plan,
        items=items,
        recipients=recipients,
        proposed=proposed,
        administers=access.administers(desk.viewer),
    )
