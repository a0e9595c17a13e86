"""A real address for every route of the route table, from the scene's rows."""

from datetime import timedelta

from web_scene import NOW, SECRET, Scene

from dondoc.mail.links import form_token
from dondoc.model import LetterKind
from dondoc.web.routes import ROUTES, Route


def values(scene: Scene) -> dict[str, object]:
    """What stands for the names in the paths."""
    officer = scene.person("officer")
    return {
        "assignment_id": scene.assignment("qlkh").key,
        "period_id": scene.period("half").key,
        "submission_id": scene.submission("tdc").key,
        "report_id": scene.report("half").key,
        "version": 1,
        "upload_id": 1,
        "delegation_id": 1,
        "template_id": 1,
        "correction_id": 1,
        "copy_id": 1,
        "person_id": 1,
        "order_id": 1,
        "old": 1,
        "new": 1,
        "kind": "pdf",
        "file_id": 1,
        "incoming_id": 1,
        "letter_kind": "reminder",
        "notice_id": 1,
        "letter_id": scene.letter(LetterKind.REMINDER).key,
        "plan_id": 1,
        "proposal_id": 1,
        "place": 0,
        "start": 0,
        "rule_id": scene.rule().key,
        "answer": "da-nhan",
        "year": 2024,
        "feed_id": 1,
        "quarter": 2,
        "request_id": 1,
        "question": "noi-dung",
        "unit_id": scene.assignment("qlkh").unit_id,
        "word": "doi-ten",
        "round_name": "half-1-2024",
        "change_id": 1,
        "name": "dondoc.css",
        "flow": "remind",
        "token": form_token(SECRET, officer.key, scene.assignment("qlkh").key, NOW - timedelta(days=3)),
    }


def path_of(route: Route, known: dict[str, object]) -> str:
    """The route's path with real values; signed reports for the clerk's pages."""
    if route.name == "slip":
        known = known | {"kind": "to-trinh"}
    return route.path.format(**known)


def every_path(scene: Scene) -> list[tuple[Route, str]]:
    known = values(scene)
    signed = known | {"report_id": scene.report("quarter").key}
    return [(route, path_of(route, signed if _of_signed(route) else known)) for route in ROUTES]


def _of_signed(route: Route) -> bool:
    return route.path.startswith("/phat-hanh") or route.name == "download"
