"""The year: bands, every date with its reason, what was called off or held up, and the sheet for the wall."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import sync_playwright
from pypdf import PdfReader
from web_scene import NOW, Scene

from dondoc.actions.adjust import cancel_round, pause
from dondoc.settings import Settings
from dondoc.web.app import create_app
from dondoc.web.desk import COOKIE

SignIn = Callable[[str], TestClient]
CHROMIUM = Path("/usr/bin/chromium")
YEAR = "/nam/2024"


def listed(text: str, kind: str) -> str:
    """What the list of rounds says of one."""
    return re.split(r'<li id="ky-\d+-', text.split("Từng kỳ")[1])[kinds(text).index(kind) + 1]


def kinds(text: str) -> list[str]:
    return re.findall(r'<li id="ky-\d+-(\w+)-', text)


def cancel(scene: Scene) -> None:
    cancel_round(
        scene.office, scene.actor("administrator"), scene.rule().key, "nine_months-1-2024", "Tỉnh không yêu cầu", NOW
    )


def test_what_goes_on_all_year_is_a_band_over_its_months_with_the_rounds_on_it(as_: SignIn) -> None:
    text = as_("director").get(YEAR).text
    rows = [row for row in text.split("<tr>") if "thường xuyên trong năm; báo cáo ở mục III.2" in row]
    assert len(rows) == 4
    assert all(row.count('<td class="band">') == 12 and row.count('class="point"') == 4 for row in rows)
    assert "thường xuyên từ tháng 1 đến tháng 12" in text and "quý I (18/03)" in text
    assert "III.1. Chủ động" in text and "Báo cáo chung trong các kỳ của mục III.2" in text


def test_every_round_has_its_five_dates_and_their_explanation(as_: SignIn) -> None:
    half = listed(as_("director").get(YEAR).text, "half")
    for named, day in (
        ("Mở kỳ", "04/06/2024"), ("Hạn nộp", "18/06/2024"), ("Hạn trình", "19/06/2024"), ("Hạn ký", "20/06/2024"),
        ("Hạn gửi", "21/06/2024"),
    ):  # fmt: skip
        assert re.search(rf"<dt>{named}</dt><dd>(<strong>)?[^<]+{day}", half), named
    assert "<summary>Vì sao có các ngày này" in half
    assert "Thời gian lấy số liệu: 15/12/2023 – 14/06/2024" in half and "22/06/2024 là thứ Bảy" in half


def test_a_cancelled_round_and_a_paused_one_say_so_with_their_reason(as_: SignIn, scene: Scene) -> None:
    cancel(scene)
    text = as_("director").get(YEAR).text
    assert "Đã hủy" in listed(text, "nine_months") and "Lý do hủy: Tỉnh không yêu cầu" in listed(text, "nine_months")
    assert "Đã hủy" not in listed(text, "year")
    assert "9 tháng đầu (18/09)" not in text
    pause(scene.office, scene.actor("administrator"), scene.rule().key, "Chờ hướng dẫn", NOW)
    text = as_("director").get(YEAR).text
    assert "Tạm dừng" in listed(text, "year") and "Lý do tạm dừng: Chờ hướng dẫn" in listed(text, "year")
    assert "Tạm dừng" not in listed(text, "half")


def test_an_outsiders_year_is_empty(as_: SignIn, scene: Scene) -> None:
    cancel(scene)
    text = as_("outsider").get(YEAR).text
    assert "chưa có kế hoạch nào" in text and "III.2" not in text


@pytest.fixture
def sheet(scene: Scene, folder: Path, sessions: dict[str, str]) -> Iterator[PdfReader]:
    """The page as a browser prints it."""
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium: make test-deps")
    app = create_app(
        replace(scene.office, address="http://127.0.0.1"), Settings(data=folder, base_url="http://127.0.0.1")
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([{"name": COOKIE, "value": sessions["director"], "url": address}])
        page = context.new_page()
        page.goto(address + YEAR)
        yield PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
        browser.close()
    server.should_exit = True
    thread.join(5)


@pytest.mark.chromium
def test_it_prints_on_a4_across_with_every_reason_and_without_navigation(sheet: PdfReader) -> None:
    box = sheet.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)
    text = " ".join(" ".join(page.extract_text() for page in sheet.pages).split())
    assert "Th. 12" in sheet.pages[0].extract_text() and "Hạn trình" in text
    assert "Thời gian lấy số liệu: 15/12/2023" in text and "22/06/2024 là thứ Bảy" in text
    assert "Đăng xuất" not in text and "Việc cần làm" not in text and "Năm 2025" not in text
