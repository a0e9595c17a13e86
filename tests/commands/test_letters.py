"""`dondoc letters why` as an operator types it."""

import json
from pathlib import Path

import pytest

from dondoc.actions.office import open_office
from dondoc.actions.plan import open_due
from dondoc.actions.remind import remind_due
from dondoc.settings import load_settings
from dondoc.store.engine import migrate
from tests.cast import at, install
from tests.commands.test_commands import assert_refused, dondoc

pytestmark = pytest.mark.slow
OFFICER = "chuyen-vien-qlkh@mau.example"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("letters")
    office = open_office(load_settings(data=Path(folder)), "test")
    migrate(office.engine)
    install(office.engine)
    open_due(office, at("2024-03-04 07:30"))
    remind_due(office, at("2024-03-04 07:30"))
    office.engine.dispose()
    return str(folder)


def test_the_ledger_of_a_person_is_printed_as_lines_and_as_json(data: str) -> None:
    told = dondoc("letters", "why", "--agency", "skhcn-quang-tri", "--person", OFFICER.upper(), data=data)
    assert told.returncode == 0, told.stderr
    assert "07:30 ngày 04/03/2024  qlkh #" in told.stdout and "thư chờ gửi từ" in told.stdout
    words = ("--unit", "qlkh", "--round", "quarter-1-2024", "--json")
    found = json.loads(
        dondoc("letters", "why", "--agency", "skhcn-quang-tri", "--person", OFFICER, *words, data=data).stdout
    )
    (row,) = found["ledger"]
    assert (row["rung"], row["state"], row["unit"]) == ("mo-ky", "queued", "qlkh")
    assert [each["rung"] for each in found["to_come"]] == ["truoc-5", "truoc-2", "den-han", "sau-1"]
    other = dondoc(
        "letters", "why", "--agency", "skhcn-quang-tri", "--person", OFFICER, "--assignment", "99999", data=data
    )
    assert "the ledger has nothing here" in other.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--person", "ai@mau.example"), "nobody at skhcn-quang-tri has the address"),
        (("--person", OFFICER, "--unit", "khac"), "'khac' is no unit"),
        (("--person", OFFICER, "--round", "quarter-9-2024"), "known: quarter-1-2024"),
    ],
)
def test_what_is_not_there_is_one_line(data: str, words: tuple[str, ...], says: str) -> None:
    assert_refused(dondoc("letters", "why", "--agency", "skhcn-quang-tri", *words, data=data), says)
