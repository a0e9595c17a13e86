"""Ask once on the form: what was stated is shown with its place, not asked; another value is explained."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select
from web_scene import NOW, SECRET, Scene, local

from dondoc.actions import plan, submit
from dondoc.mail.links import form_token
from dondoc.model import Assignment, Figure, FigureValue, Obligation, Period, Submission, Unit
from dondoc.store.transaction import reading
from tests.more_plans import install_again

SignIn = Callable[[str], TestClient]


@pytest.fixture
def second(scene: Scene) -> Assignment:
    """The unit's part in a second plan's half-year; it has answered the first plan's with a figure of each."""
    installed = install_again(scene.office, 1, "b", local(2024, 1, 2, 8))
    plan.open_due(scene.office, local(2024, 6, 4, 7, 50))
    with reading(scene.office.engine) as session:
        chosen = (
            select(Assignment)
            .join(Period, col(Period.id) == col(Assignment.period_id))
            .join(Obligation, col(Obligation.id) == col(Period.obligation_id))
            .join(Unit, col(Unit.id) == col(Assignment.unit_id))
            .where(Obligation.plan_id == installed.key, Period.kind == "half", Unit.code == "qlkh")
        )
        return session.exec(chosen).one()


@pytest.fixture
def answered(scene: Scene, second: Assignment) -> Submission:
    part = half(scene)
    return submit.submit(scene.office, scene.actor("officer"), part, first_content(scene), NOW - timedelta(hours=1))


def half(scene: Scene) -> int:
    with reading(scene.office.engine) as session:
        chosen = (
            select(Assignment.id)
            .join(Period, col(Period.id) == col(Assignment.period_id))
            .join(Obligation, col(Obligation.id) == col(Period.obligation_id))
            .join(Unit, col(Unit.id) == col(Assignment.unit_id))
            .where(Obligation.plan_id == 1, Period.kind == "half", Unit.code == "qlkh")
        )
        return session.exec(chosen).one() or 0


def of_plan(scene: Scene, place: int) -> tuple[list[Obligation], list[Figure]]:
    """The items and figures of the first plan (0) or the second (1)."""
    with reading(scene.office.engine) as session:
        items = list(session.exec(select(Obligation).order_by(col(Obligation.plan_id), col(Obligation.position))))
        mine = [each for each in items if each.plan_id == items[-1 if place else 0].plan_id]
        chosen = select(Figure).where(col(Figure.obligation_id).in_([each.key for each in mine]))
        return mine, list(session.exec(chosen.order_by(col(Figure.id))))


def first_content(scene: Scene):  # type: ignore[no-untyped-def]
    content = scene.content(2)
    items, figures = of_plan(scene, 0)
    kept = {key: text for key, text in content.answers.items() if key[0] in {item.key for item in items}}
    return type(content)(False, kept, {figure.key: content.figures[figure.key] for figure in figures})


def filled(scene: Scene, **typed: str) -> dict[str, str]:
    return {f"result-{of_plan(scene, 1)[0][0].key}": "Đã tổ chức 02 buổi.", "viec": "kiem-tra", **typed}


def test_before_anything_is_stated_every_figure_is_asked(as_: SignIn, scene: Scene, second: Assignment) -> None:
    text = as_("officer").get(f"/nop/{second.key}").text
    assert "Không phải ghi lại" not in text


def test_what_was_stated_is_shown_with_where_and_goes_along_on_submitting(
    as_: SignIn, scene: Scene, second: Assignment, answered: Submission
) -> None:
    client, path = as_("officer"), f"/nop/{second.key}"
    text = client.get(path).text
    assert text.count("Không phải ghi lại") == len(of_plan(scene, 1)[1])
    assert f"/{answered.key}" in text and "bản 1 nộp lúc" in text
    assert client.post(path, data=filled(scene)).status_code == 303
    check = client.get(f"{path}/kiem-tra").text
    assert "Theo <a" in check
    mark = check.split('name="saved_at" value="')[1].split('"')[0]
    assert client.post(f"{path}/kiem-tra", data={"saved_at": mark}).status_code == 303
    with reading(scene.office.engine) as session:
        values = session.exec(select(FigureValue).where(FigureValue.stated_in_id == answered.key)).all()
    assert len(values) == len(of_plan(scene, 1)[1])
    assert "Theo <a" in client.get(f"{path}/xong").text
    sent = values[0].submission_id
    lead = as_("lead_officer").get(f"/ky/{second.period_id}/{sent}").text
    assert "Theo Báo cáo" in lead and "Theo <a" not in lead
    assert "Theo <a" in as_("director").get(f"/ky/{second.period_id}/{sent}").text


def test_what_changed_between_reading_and_submitting_is_read_again(
    as_: SignIn, scene: Scene, second: Assignment, answered: Submission
) -> None:
    client, path = as_("officer"), f"/nop/{second.key}"
    client.post(path, data=filled(scene))
    mark = client.get(f"{path}/kiem-tra").text.split('name="saved_at" value="')[1].split('"')[0]
    submit.submit(scene.office, scene.actor("officer"), half(scene), first_content(scene), NOW)
    answer = client.post(f"{path}/kiem-tra", data={"saved_at": mark})
    assert answer.status_code == 422 and "Đề nghị đọc lại" in answer.text


@pytest.mark.parametrize(
    ("value", "note", "field", "said"),
    [("99", "", "note", "Ghi rõ vì sao khác"), ("", "vì vậy", "figure", "bỏ phần giải thích")],
)
def test_half_of_another_value_is_told_at_its_field_and_kept(
    value: str, note: str, field: str, said: str, as_: SignIn, scene: Scene, second: Assignment, answered: Submission
) -> None:
    figure = of_plan(scene, 1)[1][0].key
    typed = {f"figure-{figure}": value, f"note-{figure}": note}
    answer = as_("officer").post(f"/nop/{second.key}", data=filled(scene, **typed))
    assert answer.status_code == 422 and said in answer.text
    assert f'href="#{field}-{figure}"' in answer.text and "<details open>" in answer.text
    assert (value or note) in answer.text and "Đã tổ chức 02 buổi." in answer.text


def test_another_value_with_its_note_is_kept_in_the_draft_and_told_to_the_lead(
    as_: SignIn, scene: Scene, second: Assignment, answered: Submission
) -> None:
    client, path, figure = as_("officer"), f"/nop/{second.key}", of_plan(scene, 1)[1][0].key
    client.post(path, data=filled(scene, **{f"figure-{figure}": "99", f"note-{figure}": "tính cả chi cục"}))
    text = client.get(path).text
    assert 'value="99"' in text and "tính cả chi cục" in text and "<details open>" in text
    check = client.get(f"{path}/kiem-tra").text
    assert "99 cuộc" in check and "<strong>Khác</strong> với" in check and "tính cả chi cục" in check


def test_the_letters_link_shows_it_without_a_link_and_other_units_see_none_of_it(
    as_: SignIn, scene: Scene, second: Assignment, answered: Submission, anonymous: TestClient
) -> None:
    token = form_token(SECRET, scene.person("officer").key, second.key, NOW - timedelta(days=1))
    text = anonymous.get(f"/f/{token}").text
    assert "Không phải ghi lại" in text and 'href="/ky/' not in text
    with reading(scene.office.engine) as session:
        chosen = select(Assignment).join(Unit, col(Unit.id) == col(Assignment.unit_id))
        other = session.exec(chosen.where(Assignment.period_id == second.period_id, Unit.code == "khtc")).one()
    assert "Không phải ghi lại" not in as_("drafting").get(f"/nop/{other.key}").text
    assert as_("outsider").get(f"/nop/{second.key}").status_code == 404
