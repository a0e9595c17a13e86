"""Deliver: send the letters that are due, until none is left or the time is up."""

import asyncio

from flows.place import Place

SECONDS = 50.0
POLL_SECONDS = 0.2


async def run(place: Place) -> int:
    """Send what is due. Returns how many letters were sent.

    Where the process wants to end, letters in transmission finish, the others stay for the next run, and the
    number is not known (0).
    """
    from dondoc.actions.deliver import deliver_due

    sending = asyncio.create_task(deliver_due(place.office, place.clock, SECONDS))
    try:
        while not (await asyncio.wait([sending], timeout=POLL_SECONDS))[0]:
            if place.stopping():
                sending.cancel()
                break
        return await sending
    except asyncio.CancelledError:
        if place.stopping():
            return 0
        raise
    finally:
        # Cancelled ourselves: the letters in transmission still have to be noted.
        if not sending.done():
            sending.cancel()
            await asyncio.wait([sending])
