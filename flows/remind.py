"""Remind: every rung that is due gets its letter, or the reason why none went."""

from flows.place import Place


def run(place: Place) -> int:
    """Do all that is due. Returns how many things were done."""
    from dondoc.actions.remind import remind_due

    return remind_due(place.office, place.clock())
