"""The administrator changes a rule: what the page shows before it is saved is what then happens, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select
from web_preview import form_of, letters_in, look, press_save, rounds_in, save, seen_in
from web_rows import fingerprint
from web_scene import NOW, ZONE, Scene, local

from dondoc.actions import foresee, plan
from dondoc.actions.adjust import change_rule
from dondoc.model import Adjustment, ChangeKind, Event, Letter, Obligation, Period, Rule, RuleKind, Scope, Standing
from dondoc.rules.adjust import Wanted
from dondoc.rules.foresee import Effect
from dondoc.store.copy import copy_agency
from dondoc.store.transaction import bookkeeping, reading

SignIn = Callable[[str], TestClient]
Fields = dict[str, object]


def filled(client: TestClient, path: str, **changed: object) -> Fields:
    """The form as it is shown, with these fields typed over."""
    return form_of(client.get(path)) | {"reason": "UBND tỉnh yêu cầu", **changed}


def adjustments(scene: Scene) -> list[Adjustment]:
    with reading(scene.office.engine) as session:
        return list(session.exec(select(Adjustment).order_by(col(Adjustment.id))))


def letters_to_come(scene: Scene) -> set[tuple[str, str, str]]:
    """The letters of the next ninety days as the real flows write them."""
    foresee.live(scene.office, NOW, NOW + foresee.LETTERS)
    with reading(scene.office.engine) as session:
        found = session.exec(select(Letter).where(col(Letter.created_at) >= NOW, col(Letter.body_id).is_not(None)))
        return {(str(each.not_before.astimezone(ZONE).date()), each.to_name, each.subject) for each in found}


def unchanged_letters(scene: Scene) -> set[tuple[str, str, str]]:
    """Those of a copy in which nothing is changed."""
    with reading(scene.office.engine) as session:
        office = replace(scene.office, engine=copy_agency(session, scene.person("administrator").agency_id))
    return letters_to_come(Scene(office))


def test_the_rule_says_what_the_plan_says_what_holds_and_why_each_date_is_so(scene: Scene, as_: SignIn) -> None:
    page = as_("administrator").get(f"/quy-tac/{scene.rule().key}").text
    assert "<q>định kỳ</q>" in page and "chưa xác nhận" in page
    assert "10 ngày làm việc trước hạn nộp" in page and "Ngày 18; khi trùng ngày nghỉ" in page
    for told in ("Hạn nộp: thứ Ba, 18/06/2024.", "22/06/2024 là thứ Bảy", "Thời gian lấy số liệu: 15/12/2023"):
        assert told in page, told
    assert "Đang mở" in page and page.count("Chưa mở") == 2
    assert "quý I năm 2024" not in page.lower()


@pytest.mark.parametrize(
    "changed",
    [
        {"due_day": "20", "send_day": "25"},
        {"due_kind": "working_day", "due_day": "12", "send_kind": "last_working_day", "send_day": ""},
        {"scope": "from", "since": "01/07/2024", "kinds": ["month"]},
        {"scope": "one", "round": "half-1-2024", "due_kind": "after_close", "due_day": "3", "open_before": "12"},
    ],
)
def test_what_the_page_previews_is_what_then_happens(changed: Fields, scene: Scene, as_: SignIn) -> None:
    client, path = as_("administrator"), f"/quy-tac/{scene.rule().key}/doi"
    typed, before = filled(client, path, **changed), unchanged_letters(scene)
    looked = look(client, path, typed)
    assert looked.status_code == 200, looked.text
    shown, rounds = letters_in(looked), rounds_in(looked)
    assert rounds and any(shown.values())
    assert press_save(client, path, typed, seen_in(looked)).status_code == 303
    page = client.get(f"/quy-tac/{scene.rule().key}").text
    after = letters_to_come(scene)
    # A letter that says less or more than before may have another subject too.
    told = shown[Effect.ADDED] | shown[Effect.MOVED] | shown[Effect.REWORDED]
    assert after - before == told - before and told <= after
    assert not (shown[Effect.REMOVED] & after)
    for word, due in rounds.values():
        if word != "Bỏ" and due:
            year, month, day = due.split("-")
            assert f"{day}/{month}/{year}" in page


def test_looking_saves_nothing(scene: Scene, as_: SignIn) -> None:
    client, rule = as_("administrator"), scene.rule().key
    before = fingerprint(scene.office.engine)
    assert look(client, f"/quy-tac/{rule}/doi", filled(client, f"/quy-tac/{rule}/doi", due_day="20")).status_code == 200
    assert look(client, f"/quy-tac/{rule}/ky/half-1-2024/huy", {"reason": "x"}).status_code == 200
    assert look(client, f"/quy-tac/{rule}/tam-dung", {"reason": "x"}).status_code == 200
    assert fingerprint(scene.office.engine) == before


def test_a_preview_counts_and_says_what_it_assumes(scene: Scene, as_: SignIn) -> None:
    client, path = as_("administrator"), f"/quy-tac/{scene.rule().key}/doi"
    looked = look(client, path, filled(client, path, due_day="20", send_day="25"))
    shown = letters_in(looked)
    assert f"thêm {len(shown[Effect.ADDED])}</span>" in looked.text
    assert "không ai nộp hay ký trong lúc đó" in looked.text
    assert rounds_in(looked)["III.2. 6 tháng đầu năm 2024 (đang mở)"] == ("Dời", "2024-06-20")
    assert form_of(looked)["reason"] == "UBND tỉnh yêu cầu" and form_of(looked)["due_day"] == "20"
    assert "UBND tỉnh yêu cầu" in looked.text and "<details" in looked.text


def test_nothing_is_saved_that_was_not_shown(scene: Scene, as_: SignIn) -> None:
    client, path = as_("administrator"), f"/quy-tac/{scene.rule().key}/doi"
    typed = filled(client, path, due_day="20", send_day="25")
    unseen = press_save(client, path, typed, "")
    assert unseen.status_code == 409 and "Xem trước" in unseen.text and adjustments(scene) == []
    looked = look(client, path, typed)
    other = Wanted(Scope.ONE, {"send_day": "2024-12-24"}, "year-1-2024", reason="người khác đổi")
    change_rule(scene.office, scene.actor("administrator"), scene.rule().key, other, NOW)
    stale = press_save(client, path, typed, seen_in(looked))
    assert stale.status_code == 409 and "Kết quả bây giờ khác với bản đã xem" in stale.text
    assert len(adjustments(scene)) == 1
    assert form_of(stale)["due_day"] == "20" and seen_in(stale) != seen_in(looked)
    altered = press_save(client, path, typed | {"due_day": "19"}, seen_in(stale))
    assert altered.status_code == 409 and len(adjustments(scene)) == 1
    assert press_save(client, path, typed, seen_in(stale)).status_code == 303
    assert [each.after for each in adjustments(scene)][1:] == [{"due_day": "20", "send_day": "25"}]


def test_only_what_is_altered_is_set(scene: Scene, as_: SignIn) -> None:
    client, path = as_("administrator"), f"/quy-tac/{scene.rule().key}/doi"
    save(client, path, **filled(client, path, open_before="12", document="125/UBND-NC"))
    made = adjustments(scene)[-1]
    assert (made.after, made.scope, made.document) == ({"open_before": 12}, Scope.ALL, "125/UBND-NC")
    page = save(client, path, **filled(client, f"{path}?round=nine_months-1-2024", send_kind="last_day", send_day=""))
    made = adjustments(scene)[-1]
    assert (made.after, made.scope, made.round) == ({"send_day": "last"}, Scope.FROM, "nine_months-1-2024")
    assert "Đã lưu thay đổi" in page and "Từ kỳ 9 tháng đầu năm 2024 trở đi: hạn gửi ngày cuối tháng." in page
    assert "Kế hoạch: ngày 22" in page


WRONG: list[tuple[Fields, str, str]] = [
    ({"due_day": "31"}, "due_day", "Ngày phải từ 1 đến 28"),
    ({"due_day": "0"}, "due_day", "Ngày phải từ 1 đến 28"),
    ({"due_day": "²"}, "due_day", "Ngày phải từ 1 đến 28"),
    ({"due_day": ""}, "due_day", "Ghi số ngày hoặc ngày"),
    ({"due_kind": "month_day", "due_day": "30/2"}, "due_day", "“30/2” không có trong lịch"),
    ({"due_kind": "month_day", "due_day": "tháng 2"}, "due_day", "Ghi theo dạng 30/11"),
    ({"due_kind": "date", "due_day": "30/02/2024"}, "due_day", "“30/02/2024” không phải là một ngày"),
    ({"due_kind": "working_day", "due_day": "24"}, "due_day", "Ghi một số từ 1 đến 23"),
    ({"due_kind": "weekday", "due_day": "6"}, "due_day", "Ghi số ngày hoặc ngày"),
    ({"due_kind": "after_event", "due_day": "6"}, "due_day", "tính từ một sự kiện"),
    ({"due_day": "10"}, "due_day", "Điều 8 khoản 5"),
    ({"send_day": "17"}, "send_day", "Hạn gửi báo cáo phải sau hạn nộp"),
    ({"send_kind": "before_sending", "send_day": "2"}, "send_day", "tính từ một sự kiện hoặc từ hạn gửi"),
    ({"open_before": "0"}, "open_before", "Ghi một số từ 1 đến 60"),
    ({"compile_before": "0"}, "compile_before", "Hạn trình phải trước hoặc bằng hạn ký"),
    ({"sign_before": "-1"}, "sign_before", "Ghi một số từ 0 đến 60"),
    ({"kinds": []}, "kinds", "Chọn ít nhất một loại kỳ"),
    ({"kinds": ["fortnight"]}, "kinds", "Chọn ít nhất một loại kỳ"),
    ({"regime": "tt-99"}, "regime", "Không có chế độ báo cáo mã “tt-99”"),
    ({"scope": "one", "round": "half-1-2024", "kinds": ["month"]}, "kinds", "không đổi được cho riêng một kỳ"),
    ({"scope": "one", "round": "", "due_day": "20"}, "round", "Chọn kỳ mà thay đổi này áp dụng"),
    ({"scope": "from", "round": "", "due_day": "20"}, "round", "Chọn kỳ mà thay đổi này áp dụng"),
    ({"scope": "one", "round": "half-9-2024", "due_day": "20"}, "round", "Không có kỳ"),
    ({"scope": "from", "since": "32/01/2024", "due_day": "20"}, "since", "không phải là một ngày"),
    ({"scope": "from", "round": "half-1-2024", "since": "01/07/2024", "due_day": "20"}, "since", "không ghi cả hai"),
    ({"due_day": "20", "reason": " "}, "reason", "Ghi lý do thay đổi"),
    ({}, "", "Chưa có gì thay đổi"),
]


@pytest.mark.parametrize(("changed", "field", "said"), WRONG)
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(
    changed: Fields, field: str, said: str, scene: Scene, as_: SignIn
) -> None:
    client, path = as_("administrator"), f"/quy-tac/{scene.rule().key}/doi"
    typed = filled(client, path, document="125/UBND-NC", **changed)
    before = fingerprint(scene.office.engine)
    for press in (look(client, path, typed), press_save(client, path, typed, "x")):
        assert press.status_code == 422 and said in press.text, press.text
        if field:
            assert f'href="#{field}"' in press.text and f'id="{field}-loi"' in press.text
        kept = form_of(press)
        texts = {name: value for name, value in typed.items() if isinstance(value, str) and name in kept}
        chosen = {"due_kind", "send_kind", "regime", "round"}
        assert {name: kept[name] for name in texts if name not in chosen} == {
            name: value.strip() for name, value in texts.items() if name not in chosen
        }
    assert fingerprint(scene.office.engine) == before


def test_all_wrong_fields_are_told_at_once(scene: Scene, as_: SignIn) -> None:
    client, path = as_("administrator"), f"/quy-tac/{scene.rule().key}/doi"
    answer = look(client, path, filled(client, path, due_day="31", sign_before="x", reason=""))
    assert [answer.text.count(f'href="#{name}"') for name in ("due_day", "sign_before", "reason")] == [1, 1, 1]


def test_a_link_fills_in_what_it_proposes(scene: Scene, as_: SignIn) -> None:
    client, rule = as_("administrator"), scene.rule().key
    on = client.get(f"/quy-tac/{rule}?scope=one&round=half-1-2024&due_day=2024-06-19")
    assert on.status_code == 303
    shown = form_of(client.get(on.headers["location"]))
    wanted = {"scope": "one", "round": "half-1-2024", "due_kind": "date", "due_day": "19/06/2024", "send_day": "22"}
    assert {name: shown[name] for name in wanted} == wanted
    nonsense = client.get(f"/quy-tac/{rule}/doi?scope=x&round=y&due_day=30+February")
    assert nonsense.status_code == 200 and form_of(nonsense)["due_day"] == "18"


def test_one_round_is_moved_and_the_others_stay(scene: Scene, as_: SignIn) -> None:
    client, rule = as_("administrator"), scene.rule().key
    path = f"/quy-tac/{rule}/ky/half-1-2024/doi"
    wrong = look(client, path, filled(client, path, due_day="12/06/2024", data_to="30/02/2024", reason=""))
    assert wrong.status_code == 422 and 'value="30/02/2024"' in wrong.text
    assert all(f'href="#{field}"' in wrong.text for field in ("data_to", "reason"))
    close = look(client, path, filled(client, path, due_day="14/06/2024"))
    assert close.status_code == 422 and "không sau ngày chốt số liệu" in close.text and 'href="#due_day"' in close.text
    turned = look(client, path, filled(client, path, data_from="20/06/2024"))
    assert turned.status_code == 422 and "trước ngày bắt đầu" in turned.text
    page = save(client, path, **filled(client, path, due_day="20/06/2024", send_day="26/06/2024"))
    assert "Đã lưu ngày mới của kỳ" in page and "thứ Năm, 20/06/2024" in page and "thứ Tư, 18/09/2024" in page
    assert scene.assignment("qlkh").due_on == local(2024, 6, 20, 12).date()
    assert adjustments(scene)[-1].after == {"due_day": "2024-06-20", "send_day": "2024-06-26"}


def test_a_round_is_called_off_and_shown_as_such(scene: Scene, as_: SignIn) -> None:
    client, rule = as_("administrator"), scene.rule().key
    path = f"/quy-tac/{rule}/ky/half-1-2024/huy"
    assert look(client, path, {"reason": ""}).status_code == 422
    looked = look(client, path, {"reason": "Sở Tư pháp bỏ kỳ này"})
    assert rounds_in(looked)["III.2. 6 tháng đầu năm 2024 (đang mở)"] == ("Bỏ", "")
    assert letters_in(looked)[Effect.REMOVED]
    page = save(client, path, reason="Sở Tư pháp bỏ kỳ này", document="12/STP")
    assert "Đã hủy kỳ" in page and "Đã hủy</span>" in page and "Sở Tư pháp bỏ kỳ này" in page
    assert scene.period("half").cancelled_at == NOW
    again = look(client, path, {"reason": "x"})
    assert again.status_code == 422 and "Kỳ này đã được hủy" in again.text


def test_a_round_whose_report_was_sent_up_is_not_offered_for_moving(scene: Scene, as_: SignIn) -> None:
    as_("lead_officer").post(f"/du-thao/{scene.report('half').key}/trinh")
    client, rule = as_("administrator"), scene.rule().key
    page = client.get(f"/quy-tac/{rule}").text
    assert "Đã trình" in page and "/ky/half-1-2024/" not in page and "/ky/year-1-2024/doi" in page
    path = f"/quy-tac/{rule}/ky/half-1-2024/doi"
    late = look(client, path, filled(client, path, due_day="20/06/2024"))
    assert late.status_code == 422 and "đã trình hoặc đã ký" in late.text


def test_a_pause_is_seen_said_and_ended(scene: Scene, as_: SignIn) -> None:
    client, rule = as_("administrator"), scene.rule().key
    early = look(client, f"/quy-tac/{rule}/tiep-tuc", {"reason": "x"})
    assert early.status_code == 422 and "không tạm dừng" in early.text
    looked = look(client, f"/quy-tac/{rule}/tam-dung", {"reason": "chờ hướng dẫn"})
    assert letters_in(looked)[Effect.REMOVED] and not letters_in(looked)[Effect.ADDED]
    page = save(client, f"/quy-tac/{rule}/tam-dung", reason="chờ hướng dẫn", document="")
    assert "Đang tạm dừng" in page and "Tạm dừng</span>" in page
    page = save(client, f"/quy-tac/{rule}/tiep-tuc", reason="đã có hướng dẫn", document="")
    assert "Đã tiếp tục" in page and "Đang tạm dừng" not in page
    assert [each.kind for each in adjustments(scene)] == [ChangeKind.PAUSE, ChangeKind.RESUME]


@pytest.fixture
def waiting(scene: Scene) -> int:
    """A rule that waits for an event: twenty days after it."""
    with bookkeeping(scene.office.engine) as session:
        model = scene.rule()
        obligation = session.exec(select(Obligation).where(Obligation.ref == "II.4")).one()
        rule = session.exec(select(Rule).where(Rule.obligation_id == obligation.key)).one()
        rule.kind, rule.within_id, rule.regime_id = RuleKind.EVENT, None, model.regime_id
        rule.period_kinds, rule.ladder = ["event"], model.ladder
        rule.due_day, rule.send_day = "10 working days after event", "20 days after event"
        session.add(rule)
        return rule.key


def test_an_event_makes_a_round_that_is_seen_first(waiting: int, scene: Scene, as_: SignIn) -> None:
    client, path = as_("administrator"), f"/quy-tac/{waiting}/su-kien"
    assert "khi sự kiện được ghi nhận" in client.get(f"/quy-tac/{waiting}").text
    wrong = look(client, path, {"happened_on": "15/06/2024", "note": "Luật mới"})
    assert wrong.status_code == 422 and "chưa xảy ra" in wrong.text and 'value="15/06/2024"' in wrong.text
    both = look(client, path, {"happened_on": "x", "note": " "})
    assert both.text.count('class="wrong"') == 2
    event: dict[str, Any] = {"happened_on": "12/06/2024", "note": "Luật số 01/2024/QH15 được ban hành"}
    assert list(rounds_in(look(client, path, event)).values()) == [("Thêm", "2024-06-26")]
    page = save(client, path, **event)
    assert "Đã ghi nhận sự kiện" in page and "thứ Tư, 26/06/2024" in page and event["note"] in page
    with reading(scene.office.engine) as session:
        assert session.exec(select(Event)).one().number == 1
    plan.open_due(scene.office, NOW)
    with reading(scene.office.engine) as session:
        assert session.exec(select(Period).where(Period.kind == "event")).one().due_on == local(2024, 6, 26, 12).date()


def test_a_rule_that_waits_for_no_event_has_no_form_for_one(scene: Scene, as_: SignIn) -> None:
    assert as_("administrator").get(f"/quy-tac/{scene.rule().key}/su-kien").status_code == 404


def test_a_rule_reported_in_another_ones_rounds_only_points_there(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    with reading(scene.office.engine) as session:
        within = session.exec(select(Rule).where(Rule.kind == RuleKind.WITHIN)).first()
    assert within is not None
    page = client.get(f"/quy-tac/{within.key}").text
    assert "báo cáo chung trong các kỳ của mục III.2" in page and "Xem trước" not in page
    for form in ("doi", "tam-dung", "tiep-tuc", "su-kien", "ky/half-1-2024/doi", "ky/half-1-2024/huy"):
        assert client.get(f"/quy-tac/{within.key}/{form}").status_code == 404, form


@pytest.mark.parametrize("name", ["half-2-2024", "half-1-2023", "x", "half-1", "quarter-1-2024", "once-1-9999"])
def test_a_round_that_is_not_to_come_has_no_form(name: str, scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    for form in ("doi", "huy"):
        assert client.get(f"/quy-tac/{scene.rule().key}/ky/{name}/{form}").status_code == 404


def test_a_proposed_rule_is_marked_everywhere_until_it_is_confirmed(scene: Scene, as_: SignIn) -> None:
    client = as_("administrator")
    pages = [f"/quy-tac/{scene.rule().key}", "/nam/2024", f"/ky/{scene.period('half').key}"]
    for page in [*pages, "/ke-hoach/1"]:
        assert "chưa xác nhận" in client.get(page).text, page
    with reading(scene.office.engine) as session:
        rules = list(session.exec(select(Rule)))
    for rule in rules:
        answer = client.post(f"/quy-tac/{rule.key}/xac-nhan")
        assert answer.status_code == 303 and "Đã xác nhận lịch" in client.get(answer.headers["location"]).text
    with reading(scene.office.engine) as session:
        assert {rule.standing for rule in session.exec(select(Rule))} == {Standing.CONFIRMED}
    for page in pages[1:]:
        assert "chưa xác nhận" not in client.get(page).text, page
    again = client.post(f"/quy-tac/{scene.rule().key}/xac-nhan")
    assert again.status_code == 422 and "đã được xác nhận" in again.text


@pytest.mark.parametrize("who", ["outsider", "nobody", "officer", "lead_officer", "lead_head", "director", "clerk"])
def test_only_administrators_of_the_agency_open_or_send_any_of_it(who: str, scene: Scene, as_: SignIn) -> None:
    client, rule = as_(who), scene.rule().key
    before = fingerprint(scene.office.engine)
    forms = ("doi", "tam-dung", "tiep-tuc", "su-kien", "ky/half-1-2024/doi", "ky/half-1-2024/huy")
    assert client.get(f"/quy-tac/{rule}").status_code == 404
    assert client.post(f"/quy-tac/{rule}/xac-nhan").status_code == 404
    for form in forms:
        assert client.get(f"/quy-tac/{rule}/{form}").status_code == 404, form
        for press in ("xem", "luu"):
            data = {"reason": "x", "scope": "all", "viec": press}
            assert client.post(f"/quy-tac/{rule}/{form}", data=data).status_code == 404, form
    assert fingerprint(scene.office.engine) == before
