"""The operator's line of the morning."""

from typing import Protocol


class Counts(Protocol):
    """A day of letters."""

    @property
    def planned(self) -> int: ...  # noqa: D102
    @property
    def sent(self) -> int: ...  # noqa: D102
    @property
    def in_doubt(self) -> int: ...  # noqa: D102
    @property
    def failed(self) -> int: ...  # noqa: D102


def morning_line(yesterday: Counts, today: int, tomorrow: int) -> str:
    """Yesterday in four numbers, then what is expected."""
    return (
        f"Hôm qua: dự kiến {yesterday.planned}, đã gửi {yesterday.sent}, chưa rõ {yesterday.in_doubt}, "
        f"không gửi được {yesterday.failed}. Dự kiến hôm nay {today}, ngày mai {tomorrow}."
    )
