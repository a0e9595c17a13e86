"""Which function does the work of which flow."""

from collections.abc import Awaitable, Callable, Mapping

from dondoc.model import FlowName
from flows import collect, deliver, draft, open, remind, watch
from flows.place import Place

Work = Callable[[Place], int | Awaitable[int]]

WORK: Mapping[FlowName, Work] = {
    FlowName.OPEN: open.run,
    FlowName.REMIND: remind.run,
    FlowName.DELIVER: deliver.run,
    FlowName.DRAFT: draft.run,
    FlowName.WATCH: watch.run,
    FlowName.COLLECT: collect.run,
}
