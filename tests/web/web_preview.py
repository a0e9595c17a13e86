"""The forms with a preview, as a person uses them: look, read what is shown, save."""

import re
from datetime import date

from fastapi.testclient import TestClient
from httpx import Response
from lxml import html

from dondoc.rules.foresee import Effect
from dondoc.texts import word

Letter = tuple[str, str, str]
"""Day (ISO), person and subject."""
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


def look(client: TestClient, path: str, data: dict[str, object]) -> Response:
    """Press "Xem trước"."""
    return client.post(path, data=data | {"viec": "xem"})


def seen_in(answer: Response) -> str:
    """The mark of what a page shows."""
    found = re.search(r'name="seen" value="(\w+)"', answer.text)
    assert found, answer.text
    return found[1]


def press_save(client: TestClient, path: str, data: dict[str, object], seen: str) -> Response:
    """Press "Lưu" on a page that showed `seen`."""
    return client.post(path, data=data | {"viec": "luu", "seen": seen})


def save(client: TestClient, path: str, **data: object) -> str:
    """Look, save, and read the page that it leads to."""
    looked = look(client, path, data)
    assert looked.status_code == 200, looked.text
    saved = press_save(client, path, data, seen_in(looked))
    assert saved.status_code == 303, saved.text
    return client.get(saved.headers["location"]).text


def form_of(answer: Response) -> dict[str, object]:
    """All that is typed in the form of a page."""
    fields: dict[str, object] = {}
    for name, value in html.fromstring(answer.text).forms[-1].form_values():
        if name == "kinds":
            fields[name] = [*fields.get(name, []), value]  # type: ignore[misc]
        else:
            fields[name] = value.strip()
    return fields


def iso(text: str) -> str:
    """The first day in a text."""
    found = _DAY.search(text)
    assert found, text
    return str(date(int(found[3]), int(found[2]), int(found[1])))


def letters_in(answer: Response) -> dict[Effect, set[Letter]]:
    """The letters that a preview lists, by what becomes of them; those that move by their new days."""
    effects = {word(effect).capitalize(): effect for effect in Effect}
    found: dict[Effect, set[Letter]] = {effect: set() for effect in Effect}
    for of_day in html.fromstring(answer.text).xpath('//div[@class="letter-day"]'):
        day = iso(of_day.xpath("string(h3)"))
        for person in of_day.xpath("ul/li"):
            name = person.xpath("string(strong)")
            for line in person.xpath("ul/li"):
                effect = effects[line.xpath('string(span[contains(@class, "tag")])').strip()]
                subject = line.xpath("string(span[2]/text())").strip()
                found[effect].add((day, name, subject))
    return found


def rounds_in(answer: Response) -> dict[str, tuple[str, str]]:
    """What becomes of each round in a preview, and its new deadline for units."""
    rows = html.fromstring(answer.text).xpath('//table[contains(@class, "dates")]/tbody/tr')
    result = {}
    for row in rows:
        after = row.xpath('string(td[@data-label="Sau"])')
        due = re.search(r"Hạn nộp: [^,]+, (\S+)", after)
        name = " ".join(row.xpath("string(th/span[1])").split())
        result[name] = (row.xpath('string(th/span[contains(@class, "tag")])').strip(), iso(due[1]) if due else "")
    return result
