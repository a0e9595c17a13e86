"""Every page in a real browser, at a phone's and a desk's width: WCAG 2.2 AA by axe, and nothing runs off the side."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from web_paths import values
from web_scene import NOW, SECRET, Scene

from dondoc.mail.links import form_token
from dondoc.settings import Settings
from dondoc.web.app import create_app
from dondoc.web.desk import COOKIE

CHROMIUM = Path("/usr/bin/chromium")
WIDTHS = (320, 390, 1280)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = [
    ("", "/dang-nhap"),
    ("", "/vao/abc"),
    ("", "/f/{token}"),
    ("", "/f/khong-con"),
    ("", "/f/{token}/tra-loi/da-nhan"),
    ("", "/f/{token}/tra-loi/nhu-ky-truoc"),
    ("", "/khong-co"),
    ("", "/hop-thu"),
    ("", "/hop-thu/{letter_id}"),
    ("nobody", "/"),
    ("nobody", "/lich"),
    ("director", "/lich"),
    ("officer", "/lich"),
    ("officer", "/"),
    ("officer", "/nop/{assignment_id}"),
    ("officer", "/nop/{assignment_id}/gia-han"),
    ("lead_officer", "/ky/{period_id}/gia-han/{assignment_id}"),
    ("lead_officer", "/ky/{period_id}/mien/{assignment_id}"),
    ("returned_officer", "/nop/{returned}"),
    ("drafting", "/nop/{drafted}/kiem-tra"),
    ("other_officer", "/nop/{submitted}/xong"),
    ("lead_officer", "/"),
    ("lead_officer", "/ky/{period_id}"),
    ("lead_officer", "/ky/{period_id}/{submission_id}"),
    ("lead_officer", "/du-thao/{report_id}"),
    ("lead_head", "/ky-duyet/{report_id}"),
    ("director", "/ky-duyet/{signed}"),
    ("director", "/nam/2024"),
    ("director", "/nam/2030"),
    ("director", "/tai/2024/2"),
    ("officer", "/tai/2024/2"),
    ("clerk", "/"),
    ("clerk", "/phat-hanh"),
    ("clerk", "/phat-hanh/{signed}"),
    ("clerk", "/phat-hanh/{signed}/luu"),
    ("director", "/xac-thuc"),
    ("administrator", "/mau-word"),
    ("administrator", "/ky-duyet"),
    ("administrator", "/"),
    ("administrator", "/ke-hoach/1"),
    ("administrator", "/ke-hoach/nhap"),
    ("administrator", "/ke-hoach/nhap/1"),
    ("administrator", "/ke-hoach/nhap/1?xem=con-lai"),
    ("administrator", "/ke-hoach/nhap/1?sua=2"),
    ("administrator", "/quy-tac/{rule_id}"),
    ("administrator", "/don-vi"),
    ("administrator", "/don-vi/{unit_id}/doi-ten"),
    ("administrator", "/don-vi/{unit_id}/sap-nhap"),
    ("administrator", "/don-vi/{unit_id}/chia"),
    ("administrator", "/don-vi/{unit_id}/giai-the"),
    ("administrator", "/quy-tac/{rule_id}/doi"),
    ("administrator", "/quy-tac/{rule_id}/ky/half-1-2024/doi"),
    ("administrator", "/quy-tac/{rule_id}/ky/half-1-2024/huy"),
    ("administrator", "/quy-tac/{rule_id}/tam-dung"),
    ("administrator", "/thay-doi"),
    ("administrator", "/lich-nghi/2024"),
    ("administrator", "/lich-nghi/2027"),
    ("administrator", "/thu"),
    ("administrator", "/thu/{letter_id}"),
    ("administrator", "/tinh-trang"),
    ("administrator", "/lich-chay"),
    ("administrator", "/lich-chay/remind"),
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.chromium,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium: make test-deps"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(scene: Scene, folder: Path) -> Iterator[str]:
    settings = Settings(data=folder, mail="mailbox", base_url="http://127.0.0.1")
    app = create_app(replace(scene.office, address="http://127.0.0.1"), settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


def known(scene: Scene) -> dict[str, Any]:
    officer = scene.person("officer")
    return values(scene) | {
        "signed": scene.report("quarter").key,
        "returned": scene.assignment("qlcn").key,
        "submitted": scene.assignment("tdc").key,
        "drafted": scene.assignment("khtc").key,
        "token": form_token(SECRET, officer.key, scene.assignment("qlkh").key, NOW - timedelta(days=2)),
    }


def opened(browser: Browser, address: str, session: str, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900})
    if session:
        context.add_cookies([{"name": COOKIE, "value": session, "url": address}])
    return context.new_page()


def check(page: Page) -> list[str]:
    """What is wrong with the page, in words."""
    wrong = off_the_side(page)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return wrong + [f"{each['id']}: {each['nodes'][0]['target']}" for each in found.response["violations"]]


def off_the_side(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"runs {over} px off the side"] if over > 0 else []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(
    width: int, scene: Scene, address: str, sessions: dict[str, str], browser: Browser
) -> None:
    names, wrong = known(scene), {}
    for who, path in PAGES:
        page = opened(browser, address, sessions[who] if who else "", width)
        answer = page.goto(address + path.format(**names))
        assert answer is not None and answer.status in {200, 403, 404}, path
        if found := check(page) if width in {390, 1280} else off_the_side(page):
            wrong[f"{who} {path}"] = found
        page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_a_form_with_errors_leads_to_its_fields(
    width: int, scene: Scene, address: str, sessions: dict[str, str], browser: Browser
) -> None:
    page = opened(browser, address, sessions["officer"], width)
    page.goto(f"{address}/nop/{scene.assignment('qlkh').key}")
    field = f"#figure-{scene.figures()[0].key}"
    page.fill(field, "12a")
    page.fill(f"#result-{scene.items()[0].key}", "Đã tổ chức 02 buổi.")
    page.click("text=Kiểm tra rồi nộp")
    page.wait_for_selector("#loi:focus")
    assert page.input_value(field) == "12a"
    assert page.input_value(f"#result-{scene.items()[0].key}") == "Đã tổ chức 02 buổi."
    page.click(f'.summary a[href="{field}"]')
    page.wait_for_selector(f"{field}:focus")
    assert check(page) == []


def test_a_unit_answers_without_javascript(
    scene: Scene, address: str, sessions: dict[str, str], browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/f/{token}".format(**known(scene)))
    page.fill(f"#result-{scene.items()[0].key}", "Đã tổ chức 02 buổi.")
    for figure in scene.figures():
        page.fill(f"#figure-{figure.key}", "0")
    page.click("text=Kiểm tra rồi nộp")
    page.click("text=Nộp báo cáo")
    assert page.text_content("h1") == "Đã nộp báo cáo"


def test_a_letter_in_the_mailbox_leads_to_its_form(scene: Scene, address: str, browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.goto(address + "/hop-thu/{letter_id}".format(**known(scene)))
    frame = page.frame_locator("iframe")
    assert frame.locator("a[href*='/f/']").count() >= 1
    assert frame.locator("body").inner_text().strip()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_calendar_is_subscribed_to_with_the_keyboard_alone_and_without_javascript(
    width: int, scene: Scene, address: str, sessions: dict[str, str], browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    context.add_cookies([{"name": COOKIE, "value": sessions["officer"], "url": address}])
    page = context.new_page()
    page.goto(address + "/lich")
    page.get_by_label("Lịch muốn đăng ký").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    link = page.get_by_label("Địa chỉ để dán vào ứng dụng lịch").input_value()
    assert link.endswith(".ics") and "/ics/" in link
    assert page.get_by_role("link", name="Mở trong ứng dụng lịch").get_attribute("href") == "webcal" + link[4:]
    with_scripts = opened(browser, address, sessions["officer"], width)
    with_scripts.goto(address + "/lich")
    with_scripts.select_option("#feed", "agency")
    with_scripts.get_by_role("button", name="Tạo liên kết").click()
    assert check(with_scripts) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_changed_day_is_previewed_saved_and_undone(
    width: int, scene: Scene, address: str, sessions: dict[str, str], browser: Browser
) -> None:
    page = opened(browser, address, sessions["administrator"], width)
    page.goto(f"{address}/quy-tac/{scene.rule().key}/doi")
    page.fill("#due_day", "16")
    page.select_option("#due_direction", "forward")
    page.fill("#reason", "UBND tỉnh yêu cầu")
    page.press("#reason", "Tab")
    page.press("#document", "Enter")
    page.wait_for_selector("#xem-truoc")
    assert "thứ Hai, 16/09/2024" in page.inner_text("table.dates")
    for fold in page.query_selector_all(".ahead details:not([open]) > summary"):
        fold.click()
    assert check(page) == []
    page.click("button[value=luu]")
    page.wait_for_selector(".done")
    for fold in page.query_selector_all(".rounds summary"):
        fold.click()
    assert check(page) == []
    page.click("text=Đổi lịch: Mục III.2")
    page.fill("#reason", "nhầm")
    page.click("button[value=xem]")
    page.wait_for_selector("#xem-truoc")
    assert check(page) == []
    page.click("button[value=luu]")
    page.wait_for_selector(".done")
    assert check(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_days_off_are_swapped_without_javascript(
    width: int, scene: Scene, address: str, sessions: dict[str, str], browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    context.add_cookies([{"name": COOKIE, "value": sessions["administrator"], "url": address}])
    page = context.new_page()
    page.goto(f"{address}/lich-nghi/2024")
    page.click("text=Thêm dòng")
    page.fill("#day-0", "18/06/2024")
    page.fill("#day-3", "22/06/2024")
    page.select_option("#works-3", "lam")
    page.fill("#reason", "Hoán đổi")
    page.fill("#document", "99/TB-UBND")
    page.click("button[value=xem]")
    assert "thứ Hai, 17/06/2024" in page.inner_text("table.dates")
    page.click("button[value=luu]")
    assert "đã được tính lại" in page.inner_text(".done")
