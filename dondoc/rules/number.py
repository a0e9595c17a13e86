"""The number book: numbers only after signature, one row after another, from 01 on 1 January (NĐ 30/2020 art. 15)."""

from collections.abc import Iterable
from datetime import date

from dondoc.rules.refusal import Refused


def next_number(highest: int | None) -> int:
    """The number that follows the highest one of a book and year."""
    return (highest or 0) + 1


def symbol(number: int, type_code: str, agency_symbol: str) -> str:
    """Number and symbol as printed; numbers below 10 get a 0 ("05/BC-SKHCN")."""
    return f"{number:02d}/{type_code}-{agency_symbol}"


def may_number(signed_on: date | None, issued_on: date, today: date, last_issued_on: date | None) -> None:
    """Refuse a number before signature, a date before it or in the future, and one before the book's last row."""
    if signed_on is None:
        raise Refused("number_before_signature")
    if issued_on < signed_on:
        raise Refused("issued_before_signature", "issued_on", signed_on=signed_on)
    if issued_on > today:
        raise Refused("issued_in_future", "issued_on", today=today)
    if last_issued_on and issued_on.year == last_issued_on.year and issued_on < last_issued_on:
        raise Refused("issued_before_last", "issued_on", last=last_issued_on)


def letter_symbol(number: int, agency_symbol: str, unit: str) -> str:
    """Number and symbol of a letter (công văn), which has no code of its type ("05/SKHCN-TTra")."""
    return f"{number:02d}/{agency_symbol}-{unit}"


def may_skip(following: int, number: int, reason: str) -> None:
    """Numbers are skipped forwards only, with a reason: somebody else has given them."""
    if number <= following:
        raise Refused("skip_backwards", "next_number", following=following)
    if number - following > MOST_SKIPPED:
        raise Refused("skip_too_far", "next_number", most=MOST_SKIPPED)
    if not reason.strip():
        raise Refused("skip_reason", "skip_reason")


MOST_SKIPPED = 10_000


def missing(given: Iterable[int], explained: Iterable[tuple[int, int]]) -> list[int]:
    """Numbers below the highest one of a book that nobody has and nothing explains."""
    told = {number for first, last in explained for number in range(first, last + 1)}
    known = set(given) | told
    return [number for number in range(1, max(known, default=0)) if number not in known]
