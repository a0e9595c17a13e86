"""The house stays as it is drawn: directions of imports, one clock, a word for everything, small rooms."""

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest

import dondoc.rules
from dondoc import texts
from dondoc.model import words
from dondoc.web import words as web
from tests.guards import ROOT

PACKAGES = ("dondoc", "flows", "schedules")
FILES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
# What no page, letter or paper ever says: how a rule is stored, how figures are summed, who hears a rung.
UNSPOKEN = {"DayKind", "RuleKind", "SumRule", "PaperKind", "Hearer", "Made"}
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
TIMES = {"datetime", "date", "time"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def walk(module: ast.Module) -> list[ast.AST]:
    return list(ast.walk(module))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.slow
def test_imports_point_one_way() -> None:
    checked = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout


def clock_readings(module: ast.Module) -> Iterator[ast.Call]:
    """Calls such as datetime.now(), date.today(), time.time(); a stopwatch (time.monotonic) is none of them."""
    for node in walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            owner = node.func.value
            called = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if called in TIMES:
                yield node


@pytest.mark.parametrize("text", ["datetime.now(UTC)", "datetime.datetime.now()", "date.today()", "time.time()"])
def test_a_reading_of_the_clock_would_be_seen(text: str) -> None:
    assert list(clock_readings(ast.parse(text)))


@pytest.mark.parametrize("text", ["time.monotonic()", "clock.now()", "place.clock()", "local.today(now)"])
def test_what_reads_no_clock_is_let_be(text: str) -> None:
    assert not list(clock_readings(ast.parse(text)))


def test_one_place_reads_the_clock() -> None:
    assert {name(path) for path in FILES if list(clock_readings(parsed(path)))} == {"dondoc/clock.py"}


def enums() -> list[type[StrEnum]]:
    """The enums of the model and of the rules."""
    rules = [f"dondoc.rules.{each.name}" for each in pkgutil.iter_modules(dondoc.rules.__path__)]
    modules = [words, *(importlib.import_module(each) for each in rules)]
    return [
        found
        for module in modules
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, StrEnum) and found is not StrEnum and found.__module__ == module.__name__
    ]


@pytest.mark.parametrize("kind", enums(), ids=lambda kind: kind.__name__)
def test_every_member_of_an_enum_has_a_word(kind: type[StrEnum]) -> None:
    if kind.__name__ in UNSPOKEN:
        with pytest.raises(KeyError):
            texts.word(next(iter(kind)))
        return
    assert all(texts.word(member).strip() for member in kind)


def keys_of(module: ast.Module, call: str) -> set[str]:
    """The first arguments of all calls of that name, where they are written out."""
    return {
        node.args[0].value
        for node in walk(module)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == call
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def used(call: str) -> set[str]:
    return set().union(*(keys_of(parsed(path), call) for path in FILES))


def test_every_refusal_has_its_sentence() -> None:
    # What only a page asks for (a number typed wrongly) has its sentence at that door.
    assert used("Refused") - texts._REFUSALS.keys() - web._INPUT.keys() == set()


def test_every_silence_and_finding_has_its_sentence() -> None:
    assert used("silence") == texts._SILENCES.keys()
    assert used("finding") <= texts._FINDINGS.keys()


def test_every_warning_about_dates_has_its_sentence() -> None:
    from dondoc.rules import recurrence

    source = walk(parsed(Path(recurrence.__file__)))
    said = {node.value.value for node in source if isinstance(node, ast.Yield) and isinstance(node.value, ast.Constant)}
    assert said == texts._WARNINGS.keys()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_rooms_and_functions_stay_small(path: Path) -> None:
    module = parsed(path)
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE
    for node in walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_only_the_mail_room_speaks_smtp_and_only_schedules_know_the_scheduler() -> None:
    for library, rooms in {"aiosmtplib": ("dondoc/mail/",), "apscheduler": ("schedules/",)}.items():
        users = [name(path) for path in FILES if library in _imported(parsed(path))]
        assert users and all(user.startswith(rooms) for user in users), users


def _imported(module: ast.Module) -> set[str]:
    found = set()
    for node in walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found
