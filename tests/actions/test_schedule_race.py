"""Two administrators make a flow's first change at the same instant: one holds, the other is told to look again."""

import pytest

from dondoc.actions.schedules import _changing, pause
from dondoc.model import FlowName, Schedule, ScheduleAct
from dondoc.rules.refusal import Refused
from tests.actions.rows import chain_is_whole, rows
from tests.cast import INSTALLED, SIGNED_AT, cast_in, office_of
from tests.databases import Postgresql

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


def test_the_second_first_change_is_refused_with_a_reason(postgresql: Postgresql) -> None:
    cast = cast_in(office_of(postgresql.engine(INSTALLED)))
    who = cast.office, cast.administrator, FlowName.REMIND
    with pytest.raises(Refused, match="schedule_changed_meanwhile"), _changing(*who, SIGNED_AT) as change:
        # Both have seen that there is no row yet.
        pause(*who, "bảo trì", SIGNED_AT)
        change.note(ScheduleAct.RUN, "")
    (row,) = rows(cast, Schedule)
    assert row.paused and chain_is_whole(cast)
    cast.office.engine.dispose()
