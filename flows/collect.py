"""Collect: judge the letters that came in."""

from flows.place import Place


def run(place: Place) -> int:
    """Do all that is due. Returns how many things were done."""
    from dondoc.actions.collect import collect_due

    return collect_due(place.office, place.clock())
