"""Deliver: send the letters that are due, until none is left or the time is up."""

from datetime import timedelta

from flows.place import Place

SLICE_SECONDS = 4.0
"""Between slices it is asked whether the process wants to end, so that no letter is cut off."""
PATIENCE = timedelta(seconds=50)


async def run(place: Place) -> int:
    """Send slice by slice. Returns how many letters were handled."""
    from dondoc.actions.deliver import deliver_due

    end, total = place.clock() + PATIENCE, 0
    while not place.stopping() and place.clock() < end:
        done = await deliver_due(place.office, place.clock, SLICE_SECONDS)
        if not done:
            break
        total += done
    return total
