"""Write what the code itself knows into the docs: commands.md, settings.md, and the words in glossary.md.

Run it with `make docs`; a test fails where a page differs from what this would write.
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typer.main import get_command

from dondoc import texts
from dondoc.cli import app
from dondoc.settings import Settings

FOLDER = Path(__file__).parent
BEGIN, END = "<!-- words: generated -->", "<!-- words: end -->"
_WARNING = "<!-- Written by docs/generate.py from the code: run `make docs` instead of editing this page. -->"


def pages() -> dict[Path, str]:
    """What each page should hold."""
    glossary = FOLDER / "glossary.md"
    return {
        FOLDER / "commands.md": commands_page(),
        FOLDER / "settings.md": settings_page(),
        glossary: with_words(glossary.read_text(encoding="utf-8")),
    }


def main() -> None:
    """Write every page that differs."""
    for path, content in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by the words that call it ("plan check")."""
    yield from _below("", get_command(app))


def _below(words: str, group: Any) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        full = f"{words} {name}".strip()
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield full, command
            yield from _below(full, command)
        else:
            yield full, command


def commands_page() -> str:
    """The page of the commands."""
    parts = [
        f"# Commands\n\n{_WARNING}\n\n{get_command(app).help}",
        "A fault that a person can mend is one line on standard error and exit code 2.\n"
        "`dondoc rehearse` exits with 1 where a promise was broken. Settings: [settings.md](settings.md).",
        *(_command(name, command) for name, command in commands()),
    ]
    return "\n\n".join(parts) + "\n"


def _command(name: str, command: Any) -> str:
    usage = " ".join([f"dondoc {name}", *(_usage(each) for each in command.params)])
    lines = [f"## dondoc {name}", "", f"    {usage}", "", " ".join((command.help or "").split())]
    if command.params:
        lines += ["", "| | | default |", "|---|---|---|"]
        lines += [f"| `{_name(each)}` | {each.help} | {_default(each)} |" for each in command.params]
    return "\n".join(lines)


def _is_option(parameter: Any) -> bool:
    return str(parameter.param_type_name) == "option"


def _name(parameter: Any) -> str:
    return str(parameter.opts[0]) if _is_option(parameter) else str(parameter.name).upper()


def _usage(parameter: Any) -> str:
    written = _name(parameter)
    if _is_option(parameter) and not parameter.is_flag:
        written += f" {parameter.name.upper()}"
    return written if parameter.required else f"[{written}]"


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    return "" if parameter.default in (None, False, "") else f"`{parameter.default}`"


def settings_page() -> str:
    """The page of the settings."""
    return "\n".join(
        [
            "# Settings",
            "",
            _WARNING,
            "",
            "Settings are environment variables; no file is read. A wrong one ends the command with one line that",
            "names it, and exit code 2.",
            "",
            "| variable | default | |",
            "|---|---|---|",
            *(_setting(name, field) for name, field in Settings.model_fields.items()),
            "",
            "In a cluster `PREFECT_API_URL` says where the Prefect server is, for example",
            "`http://prefect.internal:4200/api`; it is Prefect's own variable.",
            "",
        ]
    )


def variable(field_name: str) -> str:
    """The environment variable of a setting."""
    return f"DONDOC_{field_name.upper()}"


def _setting(name: str, field: FieldInfo) -> str:
    said = field.description or ""
    if get_origin(field.annotation) is Literal:
        said += " One of " + ", ".join(f"`{word}`" for word in get_args(field.annotation)) + "."
    default = field.default
    shown = "" if default in (None, "", PydanticUndefined) else f"`{default}`"
    return f"| `{variable(name)}` | {shown} | {said} |"


def with_words(page: str) -> str:
    """The glossary with its generated part anew. Raises ValueError where its marks are missing."""
    head, _, rest = page.partition(BEGIN)
    _, found, tail = rest.partition(END)
    if not found:
        raise ValueError(f"glossary.md lacks {BEGIN} … {END}")
    return f"{head}{BEGIN}\n{_words()}\n{END}{tail}"


def word_lists() -> dict[str, dict[str, str]]:
    """The Vietnamese words by enum and member."""
    return {kind.__name__: _members(kind) for kind in texts.WORDS}


def _members(kind: type[StrEnum]) -> dict[str, str]:
    return {member.value: texts.word(member) for member in kind}


def _words() -> str:
    rows = [
        f"| {kind} | `{value}` | {said} |" for kind, members in word_lists().items() for value, said in members.items()
    ]
    return "\n".join(["| kind | code | Vietnamese |", "|---|---|---|", *rows])


if __name__ == "__main__":
    main()
