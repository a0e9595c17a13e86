"""The word tables of `config/intake/plan-words.toml`."""

import tomllib
from functools import cache

from pydantic import BaseModel, ConfigDict

from dondoc.paths import data_file


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelWords(_Part):
    """The words of labels and column heads."""

    nouns: list[str]
    lead: list[str]
    cooperating: list[str]
    units: list[str]
    units_alone: list[str]
    tails: list[str]
    time: list[str]
    product: list[str]
    content: list[str]
    other: list[str]
    number: list[str]


class HeadWords(_Part):
    """Heads of columns that are no labels, by role."""

    cooperating: list[str] = []
    units: list[str] = []
    time: list[str] = []
    product: list[str] = []
    content: list[str] = []
    other: list[str] = []
    number: list[str] = []


class PartWords(_Part):
    """What headings call a part of the document."""

    purpose: list[str]
    funding: list[str]
    organisation: list[str]
    content: list[str]
    content_wins: list[str]


class NeverWords(_Part):
    """Beginnings of sentences that are no work."""

    legal: list[str]
    closing: list[str]
    introduction: list[str]


class KindWords(_Part):
    """Kinds of documents."""

    plan: list[str]
    heads: list[str]


class UnitWords(_Part):
    """Words of units."""

    heads: list[str]
    not_heads: list[str]
    collective: list[str]
    things: list[str]
    collective_goes_on: list[str]
    all_own: list[str]
    others: list[str]
    some: list[str]
    with_commas: list[str]
    also_in_names: list[str]
    whole: list[str]
    outside: list[str]
    name_words: list[str]


class RecipientWords(_Part):
    """What a recipient gets the document for."""

    to_report: list[str]
    to_know: list[str]
    to_carry_out: list[str]


class WorkWords(_Part):
    """Words of the work itself."""

    not_verbs: list[str]
    in_names: list[str]
    compounds: list[str]
    named: list[str]
    named_narrowly: list[str]
    narrow: list[str]
    noun_before: list[str]
    roles: list[str]
    roles_at_once: list[str]
    behind_building: list[str]
    verbs: list[str]


class Words(_Part):
    """The whole file."""

    labels: LabelWords
    heads: HeadWords = HeadWords()
    parts: PartWords
    never: NeverWords
    kinds: KindWords
    units: UnitWords
    recipients: RecipientWords
    work: WorkWords


@cache
def words() -> Words:
    """The tables, read once."""
    return Words.model_validate(tomllib.loads(data_file("config", "intake", "plan-words.toml").read_text("utf-8")))
