"""Where one may go from everywhere, by role."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.model import RoleKind
from dondoc.rules import access
from dondoc.store import requests

if TYPE_CHECKING:
    from dondoc.web.desk import Desk


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation; `current` where the page lies below it."""

    label: str
    path: str
    current: bool


def entries(desk: "Desk") -> list[Entry]:
    """The navigation of who is signed in."""
    viewer = desk.viewer
    places = [("Việc cần làm", "/")]
    if viewer.grants:
        places += [("Lịch năm", "/nam"), ("Kế hoạch", "/ke-hoach"), ("Lịch cá nhân", "/lich")]
    if _requests(desk):
        places.append(("Yêu cầu báo cáo", "/yeu-cau"))
    if viewer.units() or viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR):
        places.append(("Khối lượng", "/tai"))
    if access.issues(viewer) or access.administers(viewer):
        places.append(("Phát hành", "/phat-hanh"))
    if access.administers(viewer):
        places += [("Thay đổi", "/thay-doi"), ("Lịch nghỉ", "/lich-nghi"), ("Đơn vị", "/don-vi")]
        places += [("Ký duyệt", "/ky-duyet"), ("Thư", "/thu"), ("Sổ thư nhắc", "/so-thu")]
        places += [("Lịch chạy", "/lich-chay"), ("Tình trạng", "/tinh-trang")]
    elif viewer.grants:
        places.append(("Thư nhắc", "/so-thu/cua-toi"))
    here = desk.request.url.path
    return [Entry(label, path, _below(here, path)) for label, path in places]


def _requests(desk: "Desk") -> bool:
    viewer = desk.viewer
    if not viewer.units():
        return access.may_request(viewer, ())
    with desk.reading() as session:
        return access.may_request(viewer, requests.leading(session, viewer.agency_id))


def _below(here: str, path: str) -> bool:
    root = "/" + path.split("/")[1]
    return here == "/" if root == "/" else here == root or here.startswith(root + "/")
