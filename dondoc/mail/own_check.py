"""What an own wording may hold: the letter's fields, conditions, and loops over its lists. Nothing else.

The wording is read as a tree and each node must be of a known kind, so that its work is bounded before it is rendered:
loops only over lists of the letter, two deep at most; no arithmetic, no calls, no names that build upon each other.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import nodes

from dondoc.rules.own_wording import Fault

DEEPEST_LOOP, MOST_REFERENCES, LONGEST_WORD, WIDEST = 2, 30, 20, 40
FILTERS: Mapping[str, str | None] = {
    "on_day": "day", "plain_day": "day", "at_time": "instant", "time_left": "number", "sentence": "text",
    "one_line": "text",
    "trim": "text", "indent": "text", "upper": "text", "lower": "text", "capitalize": "text", "join": "list",
    "length": None, "unique": "list", "list": "list",
}  # fmt: skip
"""The filters there are, and what each wants before it."""
_OF_LOOP = {"index": "number", "first": "flag", "last": "flag", "length": "number"}
_WORDS = {"Call": "()", "Macro": "macro", "Import": "import", "Include": "include", "Extends": "extends",
          "Block": "block", "Mul": "*", "Pow": "**", "Add": "+", "Sub": "-", "Div": "/", "FloorDiv": "//", "Mod": "%",
          "AssignBlock": "set", "Scope": "with", "ScopedEvalContextModifier": "autoescape", "Dict": "{}",
          "List": "[]", "Tuple": "()"}  # fmt: skip

Kind = tuple[str, Any]
"""What a value is: text, number, flag, day, instant, loop, or a list or record with what it holds."""


def kind_of(hint: Any) -> Kind:
    """The kind of a field by its type."""
    if get_origin(hint) is tuple:
        return "list", kind_of(get_args(hint)[0])
    wanted = [each for each in get_args(hint) if each is not NoneType] or [hint]
    plain = {str: "text", int: "number", bool: "flag", datetime: "instant", date: "day"}
    return ("record", wanted[0]) if is_dataclass(wanted[0]) else (plain[wanted[0]], None)


def fields_of(kind: type) -> dict[str, Kind]:
    """The fields of a letter or one of its lines, with their kinds."""
    hints = get_type_hints(kind)
    return {each.name: kind_of(hints[each.name]) for each in fields(kind)}


class Checker:
    """Walks through one wording; `faults` are what it finds."""

    def __init__(self, letter: type) -> None:
        self.faults: list[Fault] = []
        self._known = fields_of(letter)
        self._built: set[str] = set()
        self._references = 0

    def template(self, tree: nodes.Template) -> list[Fault]:
        """All faults of a wording."""
        self._body(tree.body, dict(self._known), 0)
        return self.faults

    def _fault(self, key: str, node: nodes.Node, **values: object) -> Kind:
        self.faults.append(Fault(key, node.lineno or 0, values))
        return "anything", None

    def _body(self, body: list[nodes.Node], scope: dict[str, Kind], depth: int) -> None:
        for node in body:
            self._references = 0
            self._statement(node, scope, depth)

    def _statement(self, node: nodes.Node, scope: dict[str, Kind], depth: int) -> None:
        match node:
            case nodes.Output():
                for each in node.nodes:
                    self._shown(each, scope)
            case nodes.If():
                self._kind(node.test, scope)
                for branch in (node.body, *(other.body for other in node.elif_), node.else_):
                    self._body(branch, scope, depth)
                for other in node.elif_:
                    self._kind(other.test, scope)
            case nodes.For():
                self._loop(node, scope, depth)
            case nodes.Assign(target=nodes.Name(name=name)):
                if any(each.name in self._built for each in node.node.find_all(nodes.Name)):
                    self._fault("builds_on_itself", node, name=name)
                scope[name] = self._kind(node.node, scope)
                self._built.add(name)
            case nodes.FilterBlock(filter=nodes.Filter(name="trim")):
                if node.find(nodes.For):
                    self._fault("loop_in_filter", node)
                if len(list(node.find_all(nodes.Name))) > MOST_REFERENCES:
                    self._fault("too_many_at_once", node, most=MOST_REFERENCES)
                self._body(node.body, scope, depth)
            case _:
                self._not_allowed(node)

    def _loop(self, node: nodes.For, scope: dict[str, Kind], depth: int) -> None:
        kind, inner = self._kind(node.iter, scope)
        if kind not in {"list", "anything"} or node.recursive or not isinstance(node.target, nodes.Name):
            self._fault("not_a_list", node.iter, known=", ".join(self._lists(scope)))
        if depth >= DEEPEST_LOOP:
            self._fault("loop_too_deep", node, most=DEEPEST_LOOP)
            return
        inside = dict(scope, loop=("loop", None))
        if isinstance(node.target, nodes.Name):
            inside[node.target.name] = inner or ("anything", None)
        if node.test is not None:
            self._kind(node.test, inside)
        self._body(node.body, inside, depth + 1)
        self._body(node.else_, scope, depth)

    def _shown(self, node: nodes.Node, scope: dict[str, Kind]) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        self._references = 0
        kind, _ = self._kind(node, scope)
        if kind in {"list", "record", "loop"}:
            self._fault("list_shown", node)

    def _kind(self, node: nodes.Node, scope: dict[str, Kind]) -> Kind:  # noqa: PLR0911 - one a kind of node
        match node:
            case nodes.Const():
                return ("number" if isinstance(node.value, int) else "text"), None
            case nodes.TemplateData():
                return "text", None
            case nodes.Name(name=name):
                return self._name(node, name, scope)
            case nodes.Getattr():
                return self._attribute(node, scope)
            case nodes.Getitem():
                return self._item(node, scope)
            case nodes.Filter():
                return self._filter(node, scope)
            case nodes.CondExpr():
                self._kind(node.test, scope)
                if node.expr2 is not None:
                    self._kind(node.expr2, scope)
                return self._kind(node.expr1, scope)
            case nodes.Concat():
                for each in node.nodes:
                    self._shown_part(each, scope)
                return "text", None
        return self._condition(node, scope)

    def _condition(self, node: nodes.Node, scope: dict[str, Kind]) -> Kind:
        match node:
            case nodes.Compare():
                inner = [node.expr, *(operand.expr for operand in node.ops)]
            case nodes.And() | nodes.Or():
                inner = [node.left, node.right]
            case nodes.Not() | nodes.Test(name="none" | "defined"):
                inner = [node.node]
            case nodes.Neg():
                return self._kind(node.node, scope)
            case _:
                return self._not_allowed(node)
        for each in inner:
            self._kind(each, scope)
        return "flag", None

    def _not_allowed(self, node: nodes.Node) -> Kind:
        return self._fault("not_allowed", node, what=_WORDS.get(type(node).__name__, type(node).__name__))

    def _shown_part(self, node: nodes.Node, scope: dict[str, Kind]) -> None:
        if self._kind(node, scope)[0] in {"list", "record", "loop"}:
            self._fault("list_shown", node)

    def _name(self, node: nodes.Node, name: str, scope: dict[str, Kind]) -> Kind:
        self._references += 1
        if self._references == MOST_REFERENCES + 1:
            self._fault("too_many_at_once", node, most=MOST_REFERENCES)
        if name in scope:
            return scope[name]
        return self._unknown(node, name, [each for each in scope if each != "loop"])

    def _unknown(self, node: nodes.Node, name: str, known: list[str]) -> Kind:
        close = get_close_matches(name, known, 1, 0.5)
        if close:
            return self._fault("unknown_field_close", node, name=name, close=close[0])
        return self._fault("unknown_field", node, name=name, known=", ".join(sorted(known)))

    def _attribute(self, node: nodes.Getattr, scope: dict[str, Kind]) -> Kind:
        kind, inner = self._kind(node.node, scope)
        if kind == "anything":
            return kind, None
        if kind not in {"record", "loop"}:
            return self._fault("no_fields", node, name=node.attr)
        known: Mapping[str, Kind] = (
            fields_of(inner) if kind == "record" else {name: (what, None) for name, what in _OF_LOOP.items()}
        )
        return known[node.attr] if node.attr in known else self._unknown(node, node.attr, list(known))

    def _item(self, node: nodes.Getitem, scope: dict[str, Kind]) -> Kind:
        if isinstance(node.node, nodes.Dict):
            for pair in node.node.items:
                self._shown_part(pair.value, scope)
                if not isinstance(pair.key, nodes.Const):
                    self._fault("not_allowed", pair, what="[]")
            self._kind(node.arg, scope)
            return "text", None
        kind, inner = self._kind(node.node, scope)
        if kind == "anything":
            return kind, None
        if kind != "list" or not (isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int)):
            return self._fault("not_allowed", node, what="[]")
        return inner  # type: ignore[no-any-return]

    def _filter(self, node: nodes.Filter, scope: dict[str, Kind]) -> Kind:
        if node.name not in FILTERS:
            return self._unknown_filter(node)
        kind, inner = self._kind(node.node, scope) if node.node is not None else ("text", None)
        wanted = FILTERS[node.name]
        if wanted and kind not in {wanted, "anything"}:
            self._fault("wrong_filter", node, name=node.name)
        if node.name == "join" and inner and inner[0] in {"list", "record"}:
            self._fault("list_shown", node)
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not all(map(_small, node.args)):
            self._fault("filter_value", node, name=node.name)
        return {"list": ("list", inner), "unique": ("list", inner), "length": ("number", None)}.get(
            node.name, ("text", None)
        )

    def _unknown_filter(self, node: nodes.Filter) -> Kind:
        return self._fault("unknown_filter", node, name=node.name, known=", ".join(FILTERS))

    @staticmethod
    def _lists(scope: Mapping[str, Kind]) -> list[str]:
        return [name for name, (kind, _) in scope.items() if kind == "list"]


def _small(node: nodes.Node) -> bool:
    """Whether what a filter is given cannot make its text much longer."""
    if not isinstance(node, nodes.Const):
        return False
    if isinstance(node.value, str):
        return len(node.value) <= LONGEST_WORD
    return isinstance(node.value, bool) or (isinstance(node.value, int) and 0 <= node.value <= WIDEST)
