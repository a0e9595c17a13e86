"""Draft: periods whose answers are to be compiled become draft reports."""

from flows.place import Place


def run(place: Place) -> int:
    """Do all that is due. Returns how many things were done."""
    from dondoc.actions.draft import draft_due

    return draft_due(place.office, place.clock())
