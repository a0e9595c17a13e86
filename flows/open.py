"""Open: rounds whose day has come become periods with assignments."""

from flows.place import Place


def run(place: Place) -> int:
    """Do all that is due. Returns how many things were done."""
    from dondoc.actions.plan import open_due

    return open_due(place.office, place.clock())
