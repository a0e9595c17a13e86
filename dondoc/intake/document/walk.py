"""The outline → obligations: which lines are works, and which belong to the work above them."""

from dondoc.intake.document.ends import Ends, is_layout
from dondoc.intake.document.fields import Fields, labels_in
from dondoc.intake.document.gathering import (
    is_told_without_units,
    own_fields,
    time_at_end,
    time_of_all,
    time_within,
    unit_in_text,
    why_never,
)
from dondoc.intake.document.grid import read_grid
from dondoc.intake.document.headers import holds_works
from dondoc.intake.document.lines import (
    binds,
    bullets_are_works,
    content_of,
    have_times,
    is_short_title,
    located,
    tells_labels,
    title_of,
)
from dondoc.intake.document.making import heading_fields, make, make_from_work
from dondoc.intake.document.narrative import Walk, give_time, narrative
from dondoc.intake.document.nesting import Node
from dondoc.intake.document.outline import ref_of
from dondoc.intake.document.parts import Part, part_of, part_of_title
from dondoc.intake.document.prose import read_work, sentences
from dondoc.intake.document.source import Piece
from dondoc.intake.document.table_works import tell_apart, works_of
from dondoc.intake.document.time import says_only_time
from dondoc.intake.document.unit_headings import heading_units, is_unit_heading
from dondoc.intake.document.words import Pattern, norm

_ITEMS = {"arabic", "depth", "letter", "bracket", "roman", "upper", "part", "annex", "bold"}
_UNDER_PARTS = {"arabic", "depth", "letter", "bracket"}
_DEEPEST = 40
_SHORTEST_TITLE = 30


def walk(root: Node, ends: Ends) -> Walk:
    """Read the whole document."""
    done = Walk(ends=ends.used)
    has_parts = any(kid.style in {"roman", "upper"} for kid in root.kids)
    for node in root.kids:
        if id(node) in ends.used:
            _title_block(node, has_parts, done)
        elif (node.style in {"article", "text", "-"} and has_parts) or _is_preamble(node):
            _top_text(node, done, ends)
        else:
            _visit(node, None, Fields(), done, 0)
    tell_apart(done)
    return done


def _title_block(node: Node, has_parts: bool, done: Walk) -> None:
    """A line of the head or foot; paragraphs below the title lead up to the parts where there are any."""
    if not has_parts:
        _visit(node, None, Fields(), done, 0)
        return
    done.drop(node.piece, "ends")
    for kid in node.kids:
        if kid.style == "text" and not kid.kids and id(kid) not in done.ends:
            done.drop(kid.piece, why_never(norm(kid.piece.text[:160])) or "preamble")
        elif id(kid) in done.ends:
            _title_block(kid, has_parts, done)
        else:
            _visit(kid, None, Fields(), done, 1)


def _is_preamble(node: Node) -> bool:
    return node.style == "text" and why_never(norm(node.piece.text[:160])) is not None


def _is_article_of_works(node: Node) -> bool:
    """Whether an article of a decision holds the works themselves: "Điều 2. Tổ chức thực hiện"."""
    return node.style == "article" and bool(node.kids) and part_of_title(node) in {Part.CONTENT, Part.ORGANISATION}


def _top_text(node: Node, done: Walk, ends: Ends) -> None:
    if _is_article_of_works(node):
        _visit(node, part_of_title(node), Fields(), done, 0)
        return
    if node.style == "article":
        _drop_all(node, done, "article", ends)
        return
    done.drop(node.piece, why_never(norm(node.piece.text[:160])) or "preamble")
    for kid in node.kids:
        _visit(kid, None, Fields(), done, 1)


def _drop_all(node: Node, done: Walk, reason: str, ends: Ends | None = None) -> None:
    for each in node.walk():
        if ends is None or id(each) in ends.used or each.style != "table":
            done.drop(
                each.piece
                if not each.rows
                else Piece("\n".join(row.piece.text for row in each.rows), each.rows[0].piece.start),
                reason,
            )
        elif not is_layout(each) and id(each) not in ends.used:
            _visit(each, None, Fields(), done, 1)


def _opens_decision(node: Node) -> bool:
    """Whether a heading in capitals is the body that decides, above what it goes by: "BỘ TRƯỞNG" "Căn cứ …"."""
    kids = [kid for kid in node.kids if kid.style == "text"]
    goes_by = bool(kids) and norm(kids[0].piece.text).startswith("căn cứ ")
    return goes_by and len(kids) == len(node.kids) and node.piece.text.isupper()


def _visit(node: Node, inherited: Part | None, defaults: Fields, done: Walk, depth: int) -> None:
    if id(node) in done.ends:
        done.drop(node.piece, "ends")
        for kid in node.kids:
            _visit(kid, inherited, defaults, done, depth + 1)
        return
    if node.rows:
        _table(node, inherited, defaults, done)
        return
    if _opens_decision(node):
        _drop_all(node, done, "legal_basis")
        return
    part = _role(node, inherited)
    if part in {Part.PURPOSE, Part.FUNDING} and not any(kid.rows and holds_works(kid.rows) for kid in node.walk()):
        _drop_all(node, done, part)
        return
    if node.style == "article" and not _is_article_of_works(node):
        _drop_all(node, done, "article")
        return
    own, kids = own_fields(node)
    ended = [kid for kid in kids if id(kid) in done.ends or is_layout(kid)]
    kids = [kid for kid in kids if id(kid) not in done.ends and not is_layout(kid)]
    fields = own.over(defaults)
    if kids:
        _given_by_heading(node, own, fields, done)
    items = [kid for kid in kids if kid.style in _ITEMS or kid.rows]
    if depth > _DEEPEST:
        done.drop(node.piece, "too_deep")
    elif items and not own.binds:
        _container(node, kids, part, heading_fields(node.body).over(fields), done, depth)
    elif items and not (own.binds and not any(binds(kid) for kid in items)):
        _container(node, kids, part, fields, done, depth)
    else:
        _leaf(node, own, defaults, kids, part, fields, done, depth)
    for kid in ended:
        _visit(kid, part, defaults, done, depth + 1)


# "Chủ tịch UBND tỉnh yêu cầu đẩy nhanh …, cụ thể như sau:" names who tells, not who does.
_TELLS = Pattern(r"(?:yêu cầu|chỉ đạo|giao|kết luận|thống nhất|đề nghị)(?!\w)")


def _given_by_heading(node: Node, own: Fields, fields: Fields, done: Walk) -> None:
    """What a heading gives to all below it: its unit, the unit of a sentence that leads up to a list, its time."""
    text = node.body.text.rstrip()
    if is_unit_heading(text) and not (own.lead or own.units):
        fields.lead, fields.units, fields.cooperating = [], [heading_units(node.body)], []
    elif (
        text.endswith(":")
        and not (own.lead or own.units)
        and (work := read_work(node.body)).lead
        and not _TELLS.match(norm(work.content.text))
    ):
        fields.lead, fields.units, fields.cooperating = [], [Piece(work.units_text, node.body.start)], []
        done.introduced.append((node.piece.end, node.end, work.units_text))
    if not fields.time and says_only_time(text):
        fields.time = [node.body]
    elif not fields.time and node.style in _UNDER_PARTS and (said := time_at_end(node.body.text)):
        fields.time = [Piece(said.text, node.body.start + said.start)]


def _role(node: Node, inherited: Part | None) -> Part | None:
    part = part_of(node, inherited)
    if part is Part.FUNDING and "nguồn lực và " in norm(node.body.text) and _gives_works(node):
        return inherited
    inside = part is Part.PURPOSE and inherited in {Part.CONTENT, Part.ORGANISATION}
    return inherited if inside and _gives_works(node) else part


def _gives_works(node: Node) -> bool:
    """Whether lines under a heading give units works with a time, whatever the heading's words say."""
    return any(
        work.lead and (work.time or own_fields(kid)[0].time)
        for kid in node.kids
        if not kid.rows
        for work in [read_work(kid.body)]
    )


def _container(node: Node, kids: list[Node], part: Part | None, fields: Fields, done: Walk, depth: int) -> None:
    done.drop(node.piece, "heading")
    passed = Fields(lead=fields.lead, cooperating=fields.cooperating, units=fields.units, time=fields.time)
    loose = [kid for kid in kids if kid.style not in _ITEMS and not kid.rows]
    bullets = [kid for kid in loose if kid.is_bullet]
    said = {id(kid): time for kid in loose if kid.style == "text" and (time := time_of_all(kid.body.text))}
    for kid in kids:
        if id(kid) in said:
            done.drop(kid.piece, "said_of_all")
            passed.time = passed.time or [Piece(said[id(kid)].text, kid.body.start + said[id(kid)].start)]
            give_time(done.found, ref_of(node), said[id(kid)])
        elif kid in loose:
            if kid.is_bullet and not (bullets_are_works(node, bullets) or kid.kids):
                done.drop(kid.piece, "detail")
            elif kid.is_bullet or kid.kids or tells_labels(kid):
                _visit(kid, part, passed, done, depth + 1)
            else:
                narrative([kid], ref_of(node), part, passed, done, depth, title=title_of(node))
        else:
            _visit(kid, part, passed, done, depth + 1)


def _leaf(
    node: Node,
    own: Fields,
    defaults: Fields,
    kids: list[Node],
    part: Part | None,
    fields: Fields,
    done: Walk,
    depth: int,
) -> None:
    bullets = [kid for kid in kids if kid.is_bullet]
    texts = [kid for kid in kids if kid.style == "text" and not kid.kids]
    head = labels_in(node.body)[0] if own.binds else node.body
    if own.binds:
        if bullets and (sum(own_fields(each)[0].binds for each in bullets) > 1 or have_times(own, bullets)):
            _container(node, kids, part, fields, done, depth)
            return
        given = [] if own.lead or own.units else [work for each in sentences(head) if (work := read_work(each)).lead]
        if not given and not (own.lead or own.units):
            given = [work for kid in texts for each in sentences(kid.body) if (work := read_work(each)).lead]
        if len(given) > 1:
            done.found += [make_from_work(ref_of(node), "", work, fields) for work in given]
            return
        if not own.time and (said := time_within(head)):
            fields.time = [said]
        if (not fields.lead and not fields.units) or (not own.lead and not own.units):
            head = unit_in_text(head, kids, fields)
        fields.content = own.content or [each.body for each in kids if not each.rows]
        if len(head.text) < _SHORTEST_TITLE and not fields.content and node.parent is not None and node.is_bullet:
            fields.content = [node.parent.body, head]
        done.found.append(located(make(ref_of(node), head.strip(" -–+:;,."), fields, node.piece), node))
        return
    if (
        node.style in {"roman", "part", "annex", "upper", "bold", "root", "article"}
        or (bullets and bullets_are_works(node, bullets))
        or (texts and is_short_title(node))
        or any(kid.kids for kid in kids if kid.style == "text")
    ):
        done.drop(node.piece, "heading")
        _loose(node, kids, part, heading_fields(node.body).over(fields), done, depth)
    else:
        narrative([node, *texts], ref_of(node), part, defaults, done, depth, details=bullets)


def _loose(node: Node, kids: list[Node], part: Part | None, fields: Fields, done: Walk, depth: int) -> None:
    """Paragraphs and dashes under a heading that is no work itself."""
    bullets = [kid for kid in kids if kid.is_bullet]
    works = bullets_are_works(node, bullets) or (part is Part.ORGANISATION and bool(bullets))
    texts: list[Node] = []
    for kid in kids:
        if kid.style == "text" and (kid.kids or tells_labels(kid)):
            _visit(kid, part, fields, done, depth + 1)
        elif kid.style == "text":
            texts.append(kid)
        elif kid.is_bullet and works:
            _visit(kid, part, fields, done, depth + 1)
        elif kid.is_bullet:
            done.drop(kid.piece, "detail")
    if is_told_without_units(node, texts, bullets, part, fields):
        made = make(ref_of(node), node.body.strip(" -–+:;,."), content_of(texts, fields), node.piece)
        told = [work.time for kid in texts for each in sentences(kid.body) if (work := read_work(each)).time]
        made.time = made.time if made.time.text or not told else told[0]
        done.found.append(located(made, node))
        return
    narrative(texts, ref_of(node), part, fields, done, depth, title=title_of(node))


def _table(node: Node, part: Part | None, defaults: Fields, done: Walk) -> None:
    grid = None if is_layout(node) or part in {Part.PURPOSE, Part.FUNDING} else read_grid(node)
    if grid is None:
        for row in node.rows:
            done.drop(row.piece, "table_without_works")
        return
    done.guessed = done.guessed or grid.guessed
    used = works_of(grid, defaults)
    done.found += used
    done.tables.append((node.parent.mark.value if node.parent and node.parent.mark else "", used))
    taken = {each.span[0] for each in used}
    for row in node.rows:
        if row.piece.start not in taken:
            done.drop(row.piece, "header_or_group")
