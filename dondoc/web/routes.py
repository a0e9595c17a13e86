"""The one route table: every path of the door, what answers it, and the name by which pages link to it."""

from collections.abc import Callable
from typing import NamedTuple

from starlette.responses import Response

from dondoc.web import (
    answer,
    draft,
    form,
    health,
    home,
    issue,
    ledger,
    letters,
    mailbox,
    period,
    plan,
    rule,
    schedules,
    sign_in,
    sign_off,
    static,
    year,
)


class Route(NamedTuple):
    """One route. `open` ones answer people who are not signed in; all others send them to sign in first."""

    method: str
    path: str
    handler: Callable[..., Response]
    name: str
    open: bool = False


ROUTES = (
    Route("GET", "/dang-nhap", sign_in.ask, "sign-in", open=True),
    Route("POST", "/dang-nhap", sign_in.request, "sign-in-request", open=True),
    Route("GET", "/vao/{token}", sign_in.doorstep, "doorstep", open=True),
    Route("POST", "/vao/{token}", sign_in.enter, "enter", open=True),
    Route("POST", "/dang-xuat", sign_in.leave, "leave"),
    Route("GET", "/", home.show, "home"),
    Route("GET", "/nop/{assignment_id}", form.show, "form"),
    Route("POST", "/nop/{assignment_id}", form.send, "form-send"),
    Route("GET", "/nop/{assignment_id}/kiem-tra", form.review, "form-check"),
    Route("POST", "/nop/{assignment_id}/kiem-tra", form.submit, "form-submit"),
    Route("GET", "/nop/{assignment_id}/xong", form.done, "form-done"),
    Route("GET", "/f/{token}", form.show_linked, "linked", open=True),
    Route("POST", "/f/{token}", form.send_linked, "linked-send", open=True),
    Route("GET", "/f/{token}/kiem-tra", form.review_linked, "linked-check", open=True),
    Route("POST", "/f/{token}/kiem-tra", form.submit_linked, "linked-submit", open=True),
    Route("GET", "/f/{token}/xong", form.done_linked, "linked-done", open=True),
    Route("GET", "/ky/{period_id}", period.show, "period"),
    Route("POST", "/ky/{period_id}/nhac/{assignment_id}", period.remind_unit, "remind"),
    Route("POST", "/ky/{period_id}/tong-hop", period.compile_draft, "compile"),
    Route("GET", "/ky/{period_id}/{submission_id}", answer.show, "answer"),
    Route("POST", "/ky/{period_id}/{submission_id}/tiep-nhan", answer.accept, "accept"),
    Route("POST", "/ky/{period_id}/{submission_id}/tra-lai", answer.give_back, "give-back"),
    Route("GET", "/du-thao/{report_id}", draft.show, "draft"),
    Route("POST", "/du-thao/{report_id}/trinh", draft.send_up, "send-up"),
    Route("GET", "/du-thao/{report_id}/tai/{version}/{kind}", draft.download, "download"),
    Route("GET", "/ky-duyet/{report_id}", sign_off.show, "sign-off"),
    Route("POST", "/ky-duyet/{report_id}/duyet", sign_off.approve, "approve"),
    Route("POST", "/ky-duyet/{report_id}/tra-lai", sign_off.send_back, "send-back"),
    Route("GET", "/phat-hanh", issue.show, "issue"),
    Route("GET", "/phat-hanh/so/{year}", issue.book, "book"),
    Route("GET", "/phat-hanh/{report_id}", issue.one, "issue-one"),
    Route("POST", "/phat-hanh/{report_id}/so", issue.number, "number"),
    Route("POST", "/phat-hanh/{report_id}/gui", issue.dispatch, "dispatch"),
    Route("POST", "/phat-hanh/xac-minh/{letter_id}", issue.resolve, "resolve"),
    Route("GET", "/nam", year.this_year, "this-year"),
    Route("GET", "/nam/{year}", year.show, "year"),
    Route("GET", "/ke-hoach", plan.index, "plans"),
    Route("GET", "/ke-hoach/{plan_id}", plan.show, "plan"),
    Route("GET", "/quy-tac/{rule_id}", rule.show, "rule"),
    Route("POST", "/quy-tac/{rule_id}", rule.change, "rule-change"),
    Route("POST", "/quy-tac/{rule_id}/xac-nhan", rule.confirm, "rule-confirm"),
    Route("GET", "/thu", letters.index, "letters"),
    Route("GET", "/thu/{letter_id}", letters.show, "letter"),
    Route("POST", "/thu/{letter_id}/dong-y", letters.release, "letter-release"),
    Route("POST", "/thu/{letter_id}/bo", letters.drop, "letter-drop"),
    Route("GET", "/so-thu", ledger.index, "ledger"),
    Route("GET", "/so-thu/cua-toi", ledger.own, "ledger-own"),
    Route("GET", "/lich-chay", schedules.index, "schedules"),
    Route("GET", "/lich-chay/{flow}", schedules.show, "schedule"),
    Route("POST", "/lich-chay/{flow}/khoang-cach", schedules.change_interval, "schedule-interval"),
    Route("POST", "/lich-chay/{flow}/tam-dung", schedules.pause, "schedule-pause"),
    Route("POST", "/lich-chay/{flow}/chay-tiep", schedules.resume, "schedule-resume"),
    Route("POST", "/lich-chay/{flow}/chay-ngay", schedules.run_now, "schedule-run"),
    Route("GET", "/hop-thu", mailbox.index, "mailbox", open=True),
    Route("GET", "/hop-thu/{letter_id}", mailbox.show, "mailbox-letter", open=True),
    Route("GET", "/hop-thu/{letter_id}/html", mailbox.frame, "mailbox-frame", open=True),
    Route("GET", "/tinh-trang", health.show, "health"),
    Route("GET", "/healthz", health.machine, "healthz", open=True),
    Route("GET", "/tinh/{name}", static.show, "static", open=True),
)
