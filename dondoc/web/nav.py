"""Where one may go from everywhere, by role: a row of sections, and below it a row of the section one is in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.model import RoleKind
from dondoc.rules import access
from dondoc.store import requests

if TYPE_CHECKING:
    from dondoc.rules.access import Viewer
    from dondoc.web.desk import Desk


@dataclass(frozen=True)
class Place:
    """A page that stands in the navigation, and the roots of paths that lie below it (its own first)."""

    label: str
    path: str
    below: tuple[str, ...] = ()

    def holds(self, here: str) -> bool:
        """Whether the page at this path is this one or lies below it."""
        return here == self.path or any(here == root or here.startswith(root + "/") for root in self.below)


@dataclass(frozen=True)
class Section:
    """Places that belong together; a section of one place is shown as that place."""

    label: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation: `current` is how a reader is told that the page lies here (aria-current)."""

    label: str
    path: str
    current: str | None


@dataclass(frozen=True)
class Navigation:
    """The two rows; the second is empty where the section has one place only."""

    sections: tuple[Entry, ...] = ()
    places: tuple[Entry, ...] = ()


def navigation(desk: "Desk") -> Navigation:
    """The navigation of who is signed in."""
    here = desk.request.url.path
    sections = [section for section in _sections(desk) if section.places]
    at = next((section for section in sections if any(place.holds(here) for place in section.places)), None)
    row = tuple(_section_entry(section, section is at, here) for section in sections)
    if at is None or len(at.places) == 1:
        return Navigation(row)
    # The longest path wins: a page below one place may be a place of its own.
    nearest = max((place for place in at.places if place.holds(here)), key=lambda place: len(place.path))
    return Navigation(row, tuple(_entry(place, place is nearest, here) for place in at.places))


def _sections(desk: "Desk") -> list[Section]:
    viewer = desk.viewer
    administers = access.administers(viewer)
    return [
        Section("Việc cần làm", (Place("Việc cần làm", "/"),)),
        Section("Kế hoạch", _plan_places(viewer)),
        Section("Yêu cầu báo cáo", (_place("Yêu cầu báo cáo", "/yeu-cau"),) if _requests(desk) else ()),
        Section("Phát hành", (_place("Phát hành", "/phat-hanh"),) if access.issues(viewer) or administers else ()),
        Section("Thư", _letter_places(viewer)),
        Section("Quản trị", _administration() if administers else ()),
    ]


def _requests(desk: "Desk") -> bool:
    viewer = desk.viewer
    if not viewer.units():
        return access.may_request(viewer, ())
    with desk.reading() as session:
        return access.may_request(viewer, requests.leading(session, viewer.agency_id))


def _plan_places(viewer: "Viewer") -> tuple[Place, ...]:
    if not viewer.grants:
        return ()
    places = [_place("Lịch năm", "/nam"), Place("Các kế hoạch", "/ke-hoach", ("/ke-hoach", "/quy-tac"))]
    if viewer.units() or viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR):
        places.append(_place("Khối lượng", "/tai"))
    if access.administers(viewer):
        places += [_place("Thay đổi", "/thay-doi"), _place("Lịch nghỉ", "/lich-nghi")]
    return (*places, _place("Lịch cá nhân", "/lich"))


def _letter_places(viewer: "Viewer") -> tuple[Place, ...]:
    if not access.administers(viewer):
        return (Place("Thư nhắc", "/so-thu/cua-toi"),) if viewer.grants else ()
    received = Place("Thư đến", "/thu-den", ("/thu-den", "/vang-mat"))
    return (_place("Thư gửi", "/thu"), _place("Sổ thư nhắc", "/so-thu"), received, _place("Lời thư", "/thu/mau"))


def _administration() -> tuple[Place, ...]:
    return (
        _place("Đơn vị", "/don-vi"),
        Place("Ký duyệt", "/ky-duyet"),  # below it lie the reports on their way, which are no settings
        _place("Biểu mẫu Word", "/mau-word"),
        _place("Lịch chạy", "/lich-chay"),
        _place("Tình trạng", "/tinh-trang"),
    )


def _place(label: str, path: str) -> Place:
    return Place(label, path, (path,))


def _entry(place: Place, current: bool, here: str) -> Entry:
    return Entry(place.label, place.path, ("page" if here == place.path else "true") if current else None)


def _section_entry(section: Section, current: bool, here: str) -> Entry:
    first = section.places[0]
    label = section.label if len(section.places) > 1 else first.label
    return _entry(Place(label, first.path), current, here)
