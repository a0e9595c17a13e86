"""The number book: numbers only after signature, one row after another, from 01 on 1 January (NĐ 30/2020 art. 15)."""

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
