import re

import pytest
from pydantic import BaseModel

from docs.generate import FOLDER, pages, variable, word_lists
from dondoc.intake import files
from dondoc.settings import Settings
from tests.docs.reading import COMMANDS, ROOT, TARGETS, code, named, text

DEVELOPERS = {"DONDOC_NO_SKIPS"}


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_generated_page_is_what_the_code_says(path):
    assert text(path) == pages()[path], "run make docs"


def test_every_setting_is_documented_and_every_documented_one_exists():
    known = {variable(name) for name in Settings.model_fields}
    assert known <= set(code(text(FOLDER / "settings.md")))
    for page, names in named(r"\bDONDOC_[A-Z_]+").items():
        assert names <= known | DEVELOPERS, page


def test_every_command_is_documented_and_every_documented_one_exists():
    headings = re.findall(r"^## dondoc (.+)$", text(FOLDER / "commands.md"), re.MULTILINE)
    assert sorted(headings) == sorted(COMMANDS)
    for page, names in named(r"(?:^|/)dondoc ([a-z]+(?: (?:check|add|revise|import|accept|build|why))?)").items():
        assert names <= COMMANDS, page


def test_every_target_is_documented_and_every_documented_one_exists():
    mentioned = named(r"\bmake ([a-z-]+)")
    for page, names in mentioned.items():
        assert names <= TARGETS, page
    assert mentioned["CONTRIBUTING.md"] | {"help", "docs"} >= TARGETS


def test_the_readme_begins_with_its_two_commands_and_both_say_what_they_do():
    first = [line.split("#")[0].split() for line in text(ROOT / "README.md").splitlines() if line.startswith("    ")][
        :2
    ]
    assert first == [["make", "run"], ["make", "test"]]
    assert {"run", "test"} <= TARGETS


def test_the_glossary_says_the_words_of_the_code():
    known = word_lists()
    row = re.compile(r"^\| [^|]+ \| ([^|]+) \| `(\w+)\.([A-Z_]+)` \|$", re.MULTILINE)
    found = row.findall(text(FOLDER / "glossary.md"))
    assert len(found) > 20
    for said, kind, member in found:
        assert known[kind][member.lower()] in said, f"{kind}.{member}"


def test_the_page_of_files_names_every_key():
    known = set(code(text(FOLDER / "plan-files.md")))
    parts = [each for each in vars(files).values() if isinstance(each, type) and issubclass(each, BaseModel)]
    keys = {name for part in parts if part.__name__.endswith("Part") for name in part.model_fields}
    assert keys and keys <= known
