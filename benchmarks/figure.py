"""What a measurement comes to."""

from dataclasses import dataclass


class NotMeasured(RuntimeError):
    """Something that is measured did not run; the text says what, in one line."""


@dataclass(frozen=True)
class Figure:
    """A ratio of `what` and the goal it should not exceed."""

    ratio: float
    goal: float
    what: str

    def line(self, name: str) -> str:
        """The one line that people and scripts read."""
        missed = " MISSED" if round(self.ratio, 2) > self.goal else ""
        return f"bench {name} ratio={self.ratio:.2f} goal={self.goal:.2f} ({self.what}){missed}"
