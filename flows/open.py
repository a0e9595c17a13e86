"""Open: rounds whose day has come become periods with assignments; ended units hand over their open work."""

from flows.place import Place


def run(place: Place) -> int:
    """Do all that is due. Returns how many things were done."""
    from dondoc.actions.hand_over import hand_over_due
    from dondoc.actions.plan import open_due

    now = place.clock()
    return hand_over_due(place.office, now) + open_due(place.office, now)
