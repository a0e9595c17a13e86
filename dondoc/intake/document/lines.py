"""What a line of the outline is: a work, a heading, a part of the work above it."""

from dondoc.intake.document.fields import Fields, labels_in
from dondoc.intake.document.gathering import own_fields
from dondoc.intake.document.nesting import Node
from dondoc.intake.document.proposal import Obligation, TimeKind
from dondoc.intake.document.prose import read_work
from dondoc.intake.document.unit_headings import is_unit_heading


def binds(node: Node) -> bool:
    """Whether a line or one under it says who or when."""
    return any(
        each.rows or (labels_in(each.body)[1] and own_fields(each)[0].binds) or says(each) for each in node.walk()
    )


def says(node: Node) -> bool:
    """Whether a line names a unit or a time."""
    work = read_work(node.body)
    return bool(work.lead) or work.time is not None


def bullets_are_works(node: Node, bullets: list[Node]) -> bool:
    """Whether dashes under a line are works: below a unit's heading, or where one says who or when."""
    return is_unit_heading(node.body.text) or any(binds(each) for each in bullets)


def have_times(own: Fields, bullets: list[Node]) -> bool:
    """Whether dashes below labels that say no time are works: some say when, or give a unit its own work."""
    works = [read_work(each.body) for each in bullets] if not (own.time or own.content) else []
    return any(work.lead or (work.time and work.time.kind in _DATED) for work in works)


_DATED = {TimeKind.DEADLINE, TimeKind.WINDOW, TimeKind.RECURRING}


def is_short_title(node: Node) -> bool:
    """Whether a line is a title, no sentence."""
    text = node.body.text
    return len(text) < 130 and not text.rstrip().endswith((".", ";")) and not read_work(node.body).lead


def content_of(texts: list[Node], fields: Fields) -> Fields:
    """The fields with the paragraphs as what is to be done."""
    return Fields([each.body for each in texts]).over(fields)


def title_of(node: Node) -> str:
    """The heading that paragraphs under it carry out; a unit's heading and a long one say nothing of the work."""
    text = node.body.text.strip(" :.;")
    is_title = node.mark is not None and node.style in {"arabic", "depth", "letter", "bracket"}
    return text if is_title and len(text) < 200 and not is_unit_heading(node.body.text) else ""


def located(made: Obligation, node: Node) -> Obligation:
    """The work with the place of all that stands under its line."""
    made.span = (node.piece.start, max(node.end, node.piece.end))
    return made


_SHORTEST_WORK = 12


def tells_labels(node: Node) -> bool:
    """Whether a paragraph tells a work and then its labels: "Xây dựng … . Cơ quan chủ trì: A. Thời gian: quý II."."""
    if node.style != "text" or node.rows:
        return False
    head, values = labels_in(node.body)
    return len(head.text) >= _SHORTEST_WORK and bool({role for role, _ in values} & {"lead", "units"})
