"""One obligation through every door: from the plan's file to the dispatched papers.

Real SQLite, a real SMTP server, the flows' own functions, the web application behind a real server, and people in
headless Chromium who know nothing but the letters they get. Only the clock is virtual.
"""

import asyncio
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import uvicorn
from docx import Document
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from dondoc import clock
from dondoc.actions.office import Office, open_office
from dondoc.commands import install
from dondoc.mail.sink import Sink, free_port
from dondoc.model import FlowName
from dondoc.paths import data_file
from dondoc.settings import Settings
from dondoc.store.transaction import broken_line, reading
from dondoc.web.app import create_app
from flows.place import Place
from flows.registry import WORK
from tests.skips import WHAT_BRINGS_THEM

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
UNITS = ("vp", "ttra", "qlkh", "qlcn", "khtc", "tdc", "ttud")
WORDS = "Đã phổ biến Nghị quyết đến 25 công chức trong hai buổi sinh hoạt chuyên đề."

pytestmark = [
    pytest.mark.slow,
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason=f"Chromium is not installed; {WHAT_BRINGS_THEM} brings it"),
]


@dataclass
class Stage:
    """The installation under test, its virtual clock and the mail that arrived."""

    office: Office
    sink: Sink
    address: str
    now: datetime
    browser: Browser

    def at(self, text: str) -> None:
        """Set the clock and let every flow look, the delivery last."""
        self.now = datetime.fromisoformat(text).replace(tzinfo=ZONE)
        self.look()

    def look(self) -> None:
        place = Place(self.office, lambda: self.now)
        for flow in (FlowName.OPEN, FlowName.REMIND, FlowName.DRAFT, FlowName.WATCH):
            WORK[flow](place)
        # A thread of its own: Playwright's synchronous interface keeps a loop in this one.
        delivery = threading.Thread(target=lambda: asyncio.run(WORK[FlowName.DELIVER](place)))
        delivery.start()
        delivery.join()

    def link(self, to: str, path: str) -> str:
        """The newest link to `path` in a letter to somebody."""
        for received in reversed(self.sink.received):
            found = re.search(rf"{re.escape(self.address)}{path}\S*", received.text())
            if received.to == to and found:
                return found[0]
        raise AssertionError(f"no letter to {to} has a link to {path}")

    def page(self, width: int = 1280) -> Page:
        return self.browser.new_context(viewport={"width": width, "height": 900}).new_page()

    def signed_in(self, address: str, width: int = 1280) -> Page:
        """Somebody who asks for a link, finds it in the mail and presses the button behind it."""
        page = self.page(width)
        page.goto(f"{self.address}/dang-nhap")
        page.get_by_label("Địa chỉ thư điện tử").fill(address)
        page.locator("main form button").click()
        self.look()
        page.goto(self.link(address, "/vao/"))
        page.locator("main form button").click()
        return page


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with Sink(tmp_path / "letters") as sink, sync_playwright() as playwright:
        settings = Settings(data=tmp_path / "data", smtp_port=sink.port, port=free_port(), prefect="off")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking", "--disable-sync"]
        )
        office = open_office(settings, "test")
        stage = Stage(office, sink, settings.address, datetime(2024, 1, 2, 8, 0, tzinfo=ZONE), browser)
        monkeypatch.setattr(clock, "now", lambda: stage.now)
        install(
            settings,
            data_file("config", "agencies", "skhcn-quang-tri.toml"),
            data_file("config", "plans", "2024-cai-cach-tu-phap.toml"),
        )
        server = uvicorn.Server(
            uvicorn.Config(create_app(office, settings), port=settings.port, log_level="warning", access_log=False)
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        yield stage
        browser.close()
        server.should_exit = True
        thread.join()
        office.engine.dispose()


def test_the_plan_runs_from_its_file_to_the_dispatched_report(stage: Stage) -> None:
    stage.at("2024-03-04 07:31")
    reminded = {f"chuyen-vien-{unit}@mau.example" for unit in UNITS}
    # The administrator has the line of the morning.
    assert {each.to for each in stage.sink.received} == reminded | {"quan-tri@mau.example"}

    officer_submits(stage)
    for unit in UNITS:
        if unit != "qlkh":
            has_nothing_to_report(stage, unit)
    lead_accepts_and_sends_up(stage)
    head_approves(stage)
    director_returns_then_signs(stage)
    clerk_issues(stage)
    recipients_have_the_papers(stage)
    with reading(stage.office.engine) as session:
        assert broken_line(session, 1) is None


def officer_submits(stage: Stage) -> None:
    page = stage.page(390)
    page.goto(stage.link("chuyen-vien-qlkh@mau.example", "/f/"))
    page.get_by_label("Kết quả thực hiện").first.fill(WORDS)
    page.get_by_role("button", name="Kiểm tra rồi nộp").click()
    # Figures are still missing: the page says so and has kept every word.
    assert page.get_by_label("Kết quả thực hiện").first.input_value() == WORDS
    assert page.locator("[role=alert], .error-summary").first.is_visible()
    for index, field_ in enumerate(page.locator("input[inputmode=decimal]").all()):
        field_.fill(str(index))
    page.get_by_role("button", name="Kiểm tra rồi nộp").click()
    page.get_by_role("button", name="Nộp báo cáo").click()
    assert page.url.endswith("/xong")


def has_nothing_to_report(stage: Stage, unit: str) -> None:
    page = stage.page(390)
    page.goto(stage.link(f"chuyen-vien-{unit}@mau.example", "/f/"))
    page.get_by_role("button", name="không phát sinh").click()
    assert page.url.endswith("/xong")


def lead_accepts_and_sends_up(stage: Stage) -> None:
    stage.at("2024-03-05 09:00")  # all are in, so the draft is compiled at once and the lead hears of it
    page = stage.signed_in("chuyen-vien-ttra@mau.example")
    page.goto(f"{stage.address}/ky/1")
    page.get_by_role("link", name="Phòng Quản lý Khoa học").click()
    assert WORDS in page.locator("main").inner_text()
    page.get_by_role("button", name="Tiếp nhận").click()
    page.goto(stage.link("chuyen-vien-ttra@mau.example", "/du-thao/"))
    assert WORDS in page.locator("main").inner_text()
    page.get_by_role("button", name="Trình").click()


def head_approves(stage: Stage) -> None:
    stage.at("2024-03-05 10:00")
    page = stage.signed_in("truong-ttra@mau.example", 390)
    page.goto(stage.link("truong-ttra@mau.example", "/ky-duyet/"))
    page.get_by_role("button", name="Duyệt").click()


def director_returns_then_signs(stage: Stage) -> None:
    stage.at("2024-03-05 14:00")
    page = stage.signed_in("giam-doc@mau.example", 390)
    page.goto(stage.link("giam-doc@mau.example", "/ky-duyet/"))
    page.get_by_label("Cần sửa gì").fill("Đề nghị rà soát lại số liệu.")
    page.get_by_role("button", name="Trả lại").click()
    stage.at("2024-03-05 15:00")
    lead = stage.signed_in("chuyen-vien-ttra@mau.example")
    lead.goto(stage.link("chuyen-vien-ttra@mau.example", "/du-thao/"))
    assert "Đề nghị rà soát lại số liệu." in lead.locator("main").inner_text()
    lead.get_by_role("button", name="Trình").click()
    stage.at("2024-03-06 08:00")
    head_approves_again = stage.signed_in("truong-ttra@mau.example")
    head_approves_again.goto(stage.link("truong-ttra@mau.example", "/ky-duyet/"))
    head_approves_again.get_by_role("button", name="Duyệt").click()
    stage.at("2024-03-06 09:00")
    page = stage.signed_in("giam-doc@mau.example", 390)  # yesterday's session has ended
    page.goto(stage.link("giam-doc@mau.example", "/ky-duyet/"))
    page.get_by_role("button", name="Ký duyệt").click()


def clerk_issues(stage: Stage) -> None:
    stage.at("2024-03-06 10:00")
    page = stage.signed_in("van-thu@mau.example")
    page.goto(stage.link("van-thu@mau.example", "/phat-hanh/"))
    page.get_by_role("button", name="Cấp số").click()
    assert "01/BC-SKHCN" in page.locator("main").inner_text()
    page.get_by_role("button", name="Phát hành").click()
    assert stage.address in page.url


def recipients_have_the_papers(stage: Stage) -> None:
    before = len(stage.sink.received)
    stage.at("2024-03-06 10:05")
    arrived = stage.sink.received[before:]
    issued = [each for each in arrived if each.to.endswith("@noi-nhan.example")]
    assert sorted(each.to for each in issued) == ["so-tu-phap@noi-nhan.example", "ubnd-tinh@noi-nhan.example"]
    papers = {part.get_filename(): part.get_content() for part in issued[0].message().iter_attachments()}
    assert sorted(papers) == ["01-BC-SKHCN-2024.docx", "01-BC-SKHCN-2024.pdf"]
    pdf = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(papers["01-BC-SKHCN-2024.pdf"])).pages).split()
    )
    word = " ".join(paragraph.text for paragraph in Document(BytesIO(papers["01-BC-SKHCN-2024.docx"])).paragraphs)
    for text in (pdf, word):
        assert WORDS in text
        assert "quý I năm 2024" in text
    assert "01/BC-SKHCN" in pdf
    assert "ngày 06 tháng 3 năm 2024" in pdf
