"""A request for a report as people answer its questions, for tests."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import col, select

from dondoc.actions import request
from dondoc.model import Period, ReportRequest, Unit
from dondoc.rules.request import FIELDS, Question
from dondoc.store.transaction import Actor, reading
from tests.cast import Cast, at

MONDAY = at("2024-03-18 09:00")
"""When requests are made, unless said otherwise: a Monday morning."""


def unit_id(cast: Cast, code: str) -> int:
    """A unit by its code."""
    with reading(cast.office.engine) as session:
        return session.exec(select(Unit).where(Unit.agency_id == cast.agency_id, col(Unit.code) == code)).one().key


def answers(cast: Cast, **others: object) -> dict[str, object]:
    """Answers with nothing missing: two units, due on the same day at 16:00."""
    told: dict[str, object] = {
        "subject": "tình hình xử lý hồ sơ tồn đọng",
        "content": "Nêu số hồ sơ tồn và nguyên nhân.",
        "kind": "ad_hoc",
        "document": "Công văn số 512/UBND-NC",
        "document_on": "2024-03-18",
        "issuer": "UBND tỉnh",
        "addressees": [{"name": "UBND tỉnh", "email": "ubnd-tinh@noi-nhan.example"}],
        "signer": cast.director.person_id,
        "lead": unit_id(cast, "ttra"),
        "units": [unit_id(cast, "qlkh"), unit_id(cast, "vp")],
        "data_from": "2024-01-01",
        "data_to": "2024-03-18",
        "send": at("2024-03-18 16:00").isoformat(),
        "urgency": "urgent",
        "due": at("2024-03-18 13:30").isoformat(),
        "compile": at("2024-03-18 14:45").isoformat(),
        "sign": at("2024-03-18 15:30").isoformat(),
        "regime": "nd-09-2019",
        "figures": [{"name": "Số hồ sơ tồn", "unit_of_measure": "hồ sơ", "sum_rule": "total"}],
    }
    return told | others


def begin(cast: Cast, who: Actor | None = None, now: datetime = MONDAY, **others: object) -> ReportRequest:
    """A request with every question answered, not sent yet."""
    who = who or cast.director
    row, told = request.begin(cast.office, who, now), answers(cast, **others)
    for question in Question:
        given: Mapping[str, object] = {name: told[name] for name in FIELDS[question]}
        row = request.answer(cast.office, who, row.key, question, given, now)
    return row


def ask(cast: Cast, who: Actor | None = None, now: datetime = MONDAY, **others: object) -> tuple[ReportRequest, Period]:
    """A request that was sent, and its round."""
    who = who or cast.director
    row = begin(cast, who, now, **others)
    return row, request.send(cast.office, who, row.key, now)
