"""The part of an agency's file about letters that come in."""

from typing import Literal

from pydantic import Field

from dondoc.intake.toml_file import Strict


class RepliesPart(Strict):
    """Whom the agency believes about letters that come in."""

    accept: bool = False
    """Whether a reply may become a proposed submission."""
    trusted: list[str] = Field(default_factory=list)
    """The names with which its own mail server signs its Authentication-Results (RFC 8601)."""
    require: Literal["dmarc", "dkim"] = "dmarc"
