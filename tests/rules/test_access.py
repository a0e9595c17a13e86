"""Who may do what; the outsider of another agency never gets here, and who has no role may do nothing."""

import pytest

from dondoc.model import RoleKind
from dondoc.rules import access
from dondoc.rules.access import Grant, Viewer
from dondoc.rules.refusal import Refused

UNIT, LEAD, OTHER = 1, 2, 3
CAST = {
    "officer": Viewer(1, 1, (Grant(RoleKind.OFFICER, UNIT),)),
    "head": Viewer(2, 1, (Grant(RoleKind.HEAD, UNIT),)),
    "lead": Viewer(3, 1, (Grant(RoleKind.OFFICER, LEAD),)),
    "other": Viewer(4, 1, (Grant(RoleKind.HEAD, OTHER),)),
    "deputy": Viewer(5, 1, (Grant(RoleKind.LEADER, UNIT),)),
    "director": Viewer(6, 1, (Grant(RoleKind.LEADER),)),
    "clerk": Viewer(7, 1, (Grant(RoleKind.CLERK),)),
    "administrator": Viewer(8, 1, (Grant(RoleKind.ADMINISTRATOR),)),
    "nobody": Viewer(0, 1, ()),
}
WHO_MAY = {
    "writes_for": {"officer", "head"},
    "follows_up": {"lead"},
    "sees_assignment": {"officer", "head", "lead", "deputy", "director", "administrator"},
    "sees_period": {"lead", "deputy", "director", "administrator"},
    "sees_draft": {"lead", "deputy", "director", "administrator"},
    "sees_signed": {"lead", "deputy", "director", "administrator", "clerk"},
    "issues": {"clerk"},
    "administers": {"administrator"},
}
ASKED = {
    "writes_for": lambda viewer: access.writes_for(viewer, UNIT),
    "follows_up": lambda viewer: access.follows_up(viewer, LEAD),
    "sees_assignment": lambda viewer: access.sees_assignment(viewer, UNIT, LEAD),
    "sees_period": lambda viewer: access.sees_period(viewer, LEAD),
    "sees_draft": lambda viewer: access.sees_report(viewer, LEAD, signed=False),
    "sees_signed": lambda viewer: access.sees_report(viewer, LEAD, signed=True),
    "issues": access.issues,
    "administers": access.administers,
}


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("act", WHO_MAY)
def test_the_table_of_who_may_do_what(who: str, act: str) -> None:
    assert ASKED[act](CAST[who]) is (who in WHO_MAY[act])


def test_who_is_in_the_chain_of_sign_off_sees_the_report() -> None:
    assert access.sees_report(CAST["head"], LEAD, signed=False, in_chain=[CAST["head"].person_id])
    assert not access.sees_report(CAST["other"], LEAD, signed=False, in_chain=[CAST["head"].person_id])


def test_require_says_no() -> None:
    access.require(True)
    with pytest.raises(Refused, match="not_allowed"):
        access.require(False)
