"""Watch: look for trouble and tell the administrators, say how the post was each morning, and show signs of life."""

import logging
import urllib.request

from flows.place import Place

LOG = logging.getLogger("dondoc.flows")
PING_SECONDS = 10.0


def run(place: Place) -> int:
    """Do all that is due. Returns how many things were done."""
    from dondoc.actions.morning import morning_due
    from dondoc.actions.watch import watch

    now = place.clock()
    done = watch(place.office, now) + morning_due(place.office, now)
    if place.office.ping_url:
        ping(place.office.ping_url)
    return done


def ping(url: str) -> bool:
    """Tell the address of the operator's choice that we live; somebody there notices when that stops."""
    try:
        with urllib.request.urlopen(url, timeout=PING_SECONDS) as answer:
            return bool(200 <= answer.status < 300)
    except (OSError, ValueError) as error:
        LOG.warning("DONDOC_PING_URL cannot be reached: %s", type(error).__name__)
        return False
