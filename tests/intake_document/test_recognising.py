"""A newer version of a document is recognised and asked about; what only looks alike at first sight is not."""

import pytest

from dondoc.intake.document.comparing import Known
from dondoc.intake.document.proposal import Obligation, Proposal, Question, Unit, Unused
from dondoc.intake.document.recognising import DOCUMENT, PLAN, Candidate, answered, asked, asks, recognise
from dondoc.intake.document.renewing import carried

WORKS = [
    "Rà soát thủ tục hành chính thuộc phạm vi quản lý của ngành",
    "Tổ chức tập huấn nghiệp vụ cho công chức một cửa các cấp",
    "Kiểm tra việc giải quyết hồ sơ tại bộ phận tiếp nhận",
    "Khảo sát mức độ hài lòng của người dân và doanh nghiệp",
]
TITLE = "KẾ HOẠCH Cải cách hành chính năm 2026"


def document(title: str = TITLE, works: list[str] | None = None, year: int = 2026, **values: object) -> Proposal:
    made = [Obligation(ref=f"I.{place}", content=each) for place, each in enumerate(works or WORKS, start=1)]
    return Proposal(title=title, year=year, obligations=made, **values)  # type: ignore[arg-type]


def candidate(kind: str = PLAN, key: int = 7, **values: object) -> Candidate:
    known = [Known(f"I.{place}", each, "", "") for place, each in enumerate(WORKS, start=1)]
    facts = {"title": "Kế hoạch cải cách hành chính năm 2026", "number": "12/KH-SNV", "year": 2026, "issuer": ""}
    return Candidate(kind, key, works=known, **{**facts, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("read", "why"),
    [
        (document(), "the same again"),
        (document("KẾ HOẠCH Sửa đổi, bổ sung Kế hoạch cải cách hành chính năm 2026", WORKS[:2]), "a revision by title"),
        (document("KẾ HOẠCH Cải cách hành chính năm 2026 của Sở Nội vụ", [*WORKS[1:], "Việc khác hẳn"]), "one gone"),
        (document("KẾ HOẠCH Đẩy mạnh cải cách hành chính năm 2026"), "another title over the same works"),
        (document("KẾ HOẠCH Làm việc khác năm 2026", ["Việc khác hẳn"], number="12/KH-SNV"), "the same number"),
        (
            document("KẾ HOẠCH Việc của ngành năm 2026", ["Mua sắm"], text="Thay thế Kế hoạch số 12/KH-SNV."),
            "it says what it replaces",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_seems_to_be_a_newer_version_is_recognised(read: Proposal, why: str) -> None:
    like = recognise(read, [candidate()])
    assert like is not None, why


@pytest.mark.parametrize(
    ("read", "why"),
    [
        (document("KẾ HOẠCH Cải cách hành chính năm 2027", year=2027), "the plan of next year"),
        (document("KẾ HOẠCH Phòng, chống thiên tai năm 2026", ["Diễn tập sơ tán", "Mua vật tư"]), "other business"),
        (document(works=["Mua sắm thiết bị", "Sửa nhà kho", "Trồng cây xanh"]), "one title, no common work"),
        (document(number="05/KH-UBND"), "another body's"),
        (document("KẾ HOẠCH Việc riêng năm 2026", ["Mua"], text="Căn cứ Kế hoạch số 12/KH-SNV."), "only cited"),
        (document("KẾ HOẠCH Việc năm 2026", ["Mua"], text="Thay thế Kế hoạch số 112/KH-SNV."), "another number"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_a_plan_of_its_own_is_not_asked_about(read: Proposal, why: str) -> None:
    assert recognise(read, [candidate()]) is None, why


def test_the_most_alike_is_asked_about_and_a_plan_before_a_document() -> None:
    other = candidate(key=8, title="Kế hoạch cải cách hành chính cấp xã năm 2026")
    like = recognise(document(), [candidate(DOCUMENT, 9), candidate(), other])
    assert like is not None
    read = asked(document(questions=[Question(key="no_units", text="?")]), like)
    assert asks(read) == (PLAN, 7)
    assert "4 trong 4 nhiệm vụ giống nhau" in read.questions[0].text
    assert asks(answered(read)) is None and len(answered(read).questions) == 1


def test_what_was_put_right_in_the_older_document_holds_for_the_same_clause_only() -> None:
    text = "1. Rà soát hồ sơ\n2. Tập huấn\n3. Khảo sát\n"
    spans = [(0, 16), (17, 28), (29, 40)]
    newer_text = "Mới. 1. Rà soát hồ sơ\n2. Tập huấn thêm\n3. Khảo sát\n"
    newer_spans = [(5, 21), (22, 38), (39, 50)]
    questions = [Question(key="cadence", ref="I.1", text="?"), Question(key="cadence", ref="I.2", text="?")]
    older = Proposal(
        text=text,
        obligations=[
            Obligation(ref="I.1", content="Rà soát hồ sơ", lead=[Unit(name="VP", codes=["vp"])], span=spans[0]),
            Obligation(ref="I.2", content="Tập huấn", lead=[Unit(name="TT", codes=["ttra"])], span=spans[1]),
        ],
        unused=[Unused(span=spans[2], reason="left_out")],
    )
    read = [
        Obligation(ref=f"I.{place}", content="đọc lại", span=span, doubts=["no_lead"])
        for place, span in enumerate(newer_spans, start=1)
    ]
    made = carried(older, Proposal(text=newer_text, obligations=read, questions=questions))
    assert [(each.content, bool(each.doubts), each.span) for each in made.obligations] == [
        ("Rà soát hồ sơ", False, newer_spans[0]),
        ("đọc lại", True, newer_spans[1]),
    ]
    assert [each.span for each in made.unused] == [newer_spans[2]]
    assert [each.ref for each in made.questions] == ["I.2"]
