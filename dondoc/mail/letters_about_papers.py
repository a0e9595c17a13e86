"""What letters about a correcting letter say: to who signs it, to the clerk who numbers it, and when it is returned."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CorrectionLetter:
    """A letter that corrects an issued report waits for somebody."""

    to_name: str
    agency: str
    symbol: str
    """Of the report that it corrects ("05/BC-SKHCN")."""
    wrong: str
    right: str
    step: str
    """sign | number | returned"""
    by: str
    """Who wrote, signed or returned it."""
    link: str
    reason: str = ""
    """Why it was returned."""
