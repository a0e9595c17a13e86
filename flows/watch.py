"""Watch: look for trouble and tell the administrator."""

from flows.place import Place


def run(place: Place) -> int:
    """Do all that is due. Returns how many things were done."""
    from dondoc.actions.watch import watch

    return watch(place.office, place.clock())
