"""What a superior may order on hearing of a unit: to hear later, or that another superior hears."""

from datetime import date, timedelta

from dondoc.rules.refusal import Refused
from dondoc.rules.remind import Hearer, Rung, Tone

HOLD = "hold-"
"""With this begin the codes of what is said on the day until which a superior wanted to wait."""
REDIRECT = "redirect-"
"""With this begin the codes of what the other superior hears at once."""
WORD = "word-"
"""With this begin the codes of a superior's word to the unit."""
TAKEN_BACK = "back-"
"""With this begin the codes of the word that a superior no longer waits."""
MOST_DAYS = 31
"""How far ahead a superior may put off what they hear."""


def check_hold(until: date, today: date) -> None:
    """Raise Refused for a day that is not ahead, or too far."""
    if until <= today:
        raise Refused("hold_day_past", "until", today=today)
    if until > today + timedelta(days=MOST_DAYS):
        raise Refused("hold_day_far", "until", most=MOST_DAYS)


def held_off(order_id: int, until: date, cap: int | None) -> Rung:
    """The rung on the day until which a superior wanted to wait: they hear again where the unit still owes."""
    return Rung(f"{HOLD}{order_id}", None, Tone.ESCALATION, (Hearer.LEADER,), cap=cap, on=until)


def redirected(order_id: int) -> Rung:
    """What the other superior hears at once, where the first one has heard already."""
    return Rung(f"{REDIRECT}{order_id}", 0, Tone.ESCALATION, (Hearer.LEADER,))


def word(order_id: int, taken_back: bool = False) -> Rung:
    """A superior's word to the unit: that they wait, or no longer do."""
    code = TAKEN_BACK if taken_back else WORD
    return Rung(f"{code}{order_id}", 0, Tone.FOLLOW_UP, (Hearer.OFFICER, Hearer.HEAD))


def of_superior(code: str) -> str:
    """Which of these a code in the ledger is; empty for a rung of a ladder."""
    return next((each for each in (HOLD, REDIRECT, WORD, TAKEN_BACK) if code.startswith(each)), "")
