"""Chain as data, absence, delegation, capacity, the second factor, and the letter that a leader gets."""

from datetime import date, timedelta

import pytest

from dondoc.actions.dispatch import number
from dondoc.actions.second_factor import begin, confirm, reset
from dondoc.actions.sign import approve, send_back, send_up
from dondoc.actions.signing import delegate, end_delegation, set_chain
from dondoc.model import (
    Absence,
    Agency,
    Attachment,
    Audit,
    Capacity,
    LetterKind,
    Paper,
    PaperKind,
    SecondFactor,
    SignoffStep,
    StepTask,
)
from dondoc.rules import totp
from dondoc.rules.chain import Place
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import Actor, bookkeeping
from tests.actions.rows import addresses, chain_is_whole, change, counts, letters, rows
from tests.cast import ADDRESSES, Cast, at, compile_round, day, first_round, sign_round, submit
from tests.paper.reading import docx_text

NOW = at("2024-03-20 09:00")
CONTENT, FORM, DEPUTY, SIGN = StepTask


def away(cast: Cast, who: str, substitute: str) -> None:
    with bookkeeping(cast.office.engine) as session:
        session.add(
            Absence(
                agency_id=cast.agency_id, person_id=cast.person(who).key, substitute_id=cast.person(substitute).key,
                since=date(2024, 3, 18), until=date(2024, 3, 22),
            )
        )  # fmt: skip


def decide(cast: Cast, who: Actor, code: str = "") -> None:
    approve(cast.office, who, 1, 1, NOW, code)


def test_the_whole_chain_is_asked_in_turn_and_anybody_may_return(opened: Cast) -> None:
    checker = opened.person("clerk").key
    with bookkeeping(opened.office.engine) as session:
        from dondoc.model import Role, RoleKind

        unit = opened.unit("ttra").key
        session.add(
            Role(agency_id=opened.agency_id, person_id=opened.person("deputy").key, kind=RoleKind.LEADER, unit_id=unit)
        )
    chain = [Place(CONTENT), Place(FORM, checker), Place(DEPUTY), Place(SIGN)]
    set_chain(opened.office, opened.administrator, chain, NOW)
    version = compile_round(opened, first_round(opened))
    send_up(opened.office, opened.lead_officer, version.report_id, NOW)
    assert [step.task for step in rows(opened, SignoffStep)] == [CONTENT, FORM, DEPUTY, SIGN]
    decide(opened, opened.lead_head)
    with pytest.raises(Refused, match="not_your_turn"):
        decide(opened, opened.director)
    decide(opened, opened.clerk)
    in_charge = rows(opened, SignoffStep)[2].person_id
    deputy = Actor(opened.agency_id, in_charge, opened.deputy.door)
    send_back(opened.office, deputy, 1, 1, "Sửa mục II", NOW)
    send_up(opened.office, opened.lead_officer, 1, NOW)
    for who in (opened.lead_head, opened.clerk, deputy, opened.director):
        decide(opened, who)
    assert rows(opened, Audit)[-1].act == "sign"
    assert chain_is_whole(opened)


@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk", "outsider"])
def test_only_administrators_set_chain_and_delegations(cast: Cast, who: str) -> None:
    before, actor = counts(cast), getattr(cast, who)
    if who == "outsider":
        return  # an administrator of their own agency; what they set is theirs, see test_outsider
    for act in (
        lambda: set_chain(cast.office, actor, [Place(SIGN)], NOW),
        lambda: delegate(cast.office, actor, 1, 2, Capacity.KT, day("2024-03-01"), day("2024-03-02"), "x", NOW),
        lambda: end_delegation(cast.office, actor, 1, NOW),
        lambda: reset(cast.office, actor, 1, NOW),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            act()
    assert counts(cast) == before


def test_a_form_checker_of_another_agency_is_nobody(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_a_person"):
        set_chain(cast.office, cast.administrator, [Place(FORM, cast.person("outsider").key), Place(SIGN)], NOW)


def test_an_absent_heads_substitute_decides_and_gets_the_letter(opened: Cast) -> None:
    version = compile_round(opened, first_round(opened))
    away(opened, "lead_head", "lead_officer")
    send_up(opened.office, opened.lead_officer, version.report_id, NOW)
    assert addresses(opened, LetterKind.FOR_SIGN_OFF) == [ADDRESSES["lead_officer"]]
    decide(opened, opened.lead_officer)
    step = rows(opened, SignoffStep)[0]
    assert (step.decided_by, step.capacity) == (opened.person("lead_officer").key, Capacity.OWN)


def test_a_deputy_signs_for_the_absent_director_and_the_paper_says_so(sent_up: Cast) -> None:
    decide(sent_up, sent_up.lead_head)
    with pytest.raises(Refused, match="not_allowed"):
        decide(sent_up, sent_up.other_deputy)
    away(sent_up, "director", "other_deputy")
    decide(sent_up, sent_up.other_deputy)
    number(sent_up.office, sent_up.clerk, 1, day("2024-03-20"), NOW)
    paper = next(each for each in rows(sent_up, Paper) if each.kind is PaperKind.DOCX)
    person = sent_up.person("other_deputy")
    assert f"KT.GIÁMĐỐC{person.title.upper()}{person.name}".replace(" ", "") in docx_text(paper.content)


def test_a_delegate_signs_in_the_capacity_of_the_delegation_while_it_holds(sent_up: Cast) -> None:
    decide(sent_up, sent_up.lead_head)
    giver, taker = sent_up.person("director").key, sent_up.person("clerk").key
    row = delegate(
        sent_up.office, sent_up.administrator, giver, taker, Capacity.TL, day("2024-03-01"), day("2024-03-31"),
        "Quyết định số 12/QĐ-SKHCN", NOW,
    )  # fmt: skip
    end_delegation(sent_up.office, sent_up.administrator, row.key, NOW)
    with pytest.raises(Refused, match="not_allowed"):
        decide(sent_up, sent_up.clerk)
    delegate(
        sent_up.office,
        sent_up.administrator,
        giver,
        taker,
        Capacity.TL,
        day("2024-03-01"),
        day("2024-03-31"),
        "QĐ",
        NOW,
    )
    decide(sent_up, sent_up.clerk)
    assert rows(sent_up, SignoffStep)[1].capacity is Capacity.TL


@pytest.mark.parametrize(
    ("change_", "field"),
    [({"taker": 0}, "taker"), ({"until": "2024-02-01"}, "until"), ({"basis": " "}, "basis"), ({"same": 1}, "taker")],
)
def test_a_wrong_delegation_is_told_at_its_field(cast: Cast, change_: dict[str, object], field: str) -> None:
    giver = cast.person("director").key
    taker = giver if "same" in change_ else change_.get("taker", cast.person("deputy").key)
    with pytest.raises(Refused) as refused:
        delegate(
            cast.office, cast.administrator, giver, taker, Capacity.KT, day("2024-03-01"),  # type: ignore[arg-type]
            day(str(change_.get("until", "2024-03-31"))), str(change_.get("basis", "QĐ")), NOW,
        )  # fmt: skip
    assert refused.value.field == field


def test_the_letter_brings_the_pdf_and_the_lines_that_matter(sent_up: Cast) -> None:
    (letter,) = letters(sent_up, LetterKind.FOR_SIGN_OFF)
    assert "Chưa nộp: " in letter.text and "Lần đầu anh/chị xem" in letter.text
    (file,) = rows(sent_up, Attachment)
    (paper,) = rows(sent_up, Paper)
    assert (file.paper_id, paper.kind, paper.version) == (paper.key, PaperKind.DRAFT, 1)
    assert paper.content.startswith(b"%PDF-")


def test_who_returned_a_report_is_told_what_changed_since(opened: Cast) -> None:
    version = compile_round(opened, first_round(opened))
    send_up(opened.office, opened.lead_officer, 1, NOW)
    send_back(opened.office, opened.lead_head, 1, version.key, "Thêm số liệu", NOW)
    submit(opened, first_round(opened), "qlkh", NOW)
    compile_round(opened, first_round(opened), NOW)
    send_up(opened.office, opened.lead_officer, 1, NOW)
    assert "So với bản 1 anh/chị đã xem" in letters(opened, LetterKind.FOR_SIGN_OFF)[-1].text


def app(cast: Cast, who: str) -> bytes:
    """Sets up somebody's authenticator app an hour ago."""
    secret = begin(cast.office, getattr(cast, who), NOW - timedelta(hours=1))
    code = totp.code(secret, totp.step_of(NOW - timedelta(hours=1)))
    confirm(cast.office, getattr(cast, who), code, NOW - timedelta(hours=1))
    return secret


def test_where_the_agency_wants_a_code_nobody_signs_without_one(sent_up: Cast) -> None:
    change(sent_up, Agency, sent_up.agency_id, sign_with_code=True)
    decide(sent_up, sent_up.lead_head)  # only a signature takes one
    with pytest.raises(Refused, match="code_missing"):
        decide(sent_up, sent_up.director)
    with pytest.raises(Refused, match="second_factor_missing"):
        decide(sent_up, sent_up.director, "123456")
    secret = app(sent_up, "director")
    with pytest.raises(Refused, match="code_wrong"):
        decide(sent_up, sent_up.director, "000000")
    assert rows(sent_up, SecondFactor)[0].failures == 1
    decide(sent_up, sent_up.director, totp.code(secret, totp.step_of(NOW)))
    assert [line.act for line in rows(sent_up, Audit)][-3:] == ["code_wrong", "code_taken", "sign"]
    assert chain_is_whole(sent_up)


def test_after_five_wrong_codes_even_the_right_one_waits(sent_up: Cast) -> None:
    decide(sent_up, sent_up.lead_head)
    secret = app(sent_up, "director")
    for _ in range(5):
        with pytest.raises(Refused, match="code_wrong"):
            decide(sent_up, sent_up.director, "000000")
    with pytest.raises(Refused, match="code_locked"):
        decide(sent_up, sent_up.director, totp.code(secret, totp.step_of(NOW)))
    later = NOW + timedelta(minutes=16)
    approve(sent_up.office, sent_up.director, 1, 1, later, totp.code(secret, totp.step_of(later)))


def test_a_lost_phone_is_reset_by_an_administrator_and_set_up_anew(cast: Cast) -> None:
    old = app(cast, "director")
    with pytest.raises(Refused, match="second_factor_exists"):
        begin(cast.office, cast.director, NOW)
    reset(cast.office, cast.administrator, cast.person("director").key, NOW)
    assert app(cast, "director") != old


def test_the_standard_chain_is_unchanged_by_all_this(opened: Cast) -> None:
    version = compile_round(opened, first_round(opened))
    sign_round(opened, version)
    assert [step.task for step in rows(opened, SignoffStep)] == [CONTENT, SIGN]
