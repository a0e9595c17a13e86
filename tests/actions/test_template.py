"""An own Word template: what calls the system, loops for ever or misspells a field is refused; two people put it on."""

import pytest

from dondoc.actions.dispatch import number
from dondoc.actions.template import activate, retire, upload
from dondoc.intake.guard import in_child
from dondoc.model import Paper, PaperKind, Person, Role, RoleKind, WordTemplate
from dondoc.paper.own_template import packed
from dondoc.paths import data_file
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import Actor, bookkeeping
from dondoc.texts.sample import sample_report
from tests.actions.rows import counts, rows
from tests.cast import Cast, at, day
from tests.paper.reading import docx_text
from tests.paper.word_files import DOCUMENT, package, parts_of

NOW = at("2024-03-21 09:00")
OURS = data_file("templates", "paper", "report.docx").read_bytes()


def template(old: str, new: str) -> bytes:
    parts = parts_of(OURS)
    words = parts[DOCUMENT].decode()
    assert old in words
    return package(parts | {DOCUMENT: words.replace(old, new, 1).encode()})


def check(data: bytes) -> None:
    in_child("dondoc.paper.own_template:check_template", packed(data, sample_report()))


FOR = "{% for a in range(99999) %}"
LOOP = FOR * 3 + "{% endfor %}" * 3
BAD = {
    "calls the system": ("{{ type_name.__class__.__mro__[1].__subclasses__() }}", "template_syntax"),
    "imports": ("{% import 'os' as os %}{{ os }}", "template_(syntax|unknown)"),
    "loops for ever": (LOOP, "file_too_slow"),
    "fills the memory": ("{{ ('x' * 99999999) * 999 }}", "file_"),
    "misspells a field": ("{{ typ_name }}", "template_unknown"),
    "is not closed": ("{{ type_name", "template_syntax"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_template_is_refused_in_words(case: str) -> None:
    code, key = BAD[case]
    with pytest.raises(Refused, match=key) as refused:
        check(template("{{ type_name }}", code))
    assert refused.value.field == "file"
    if key == "template_unknown":
        assert refused.value.values == {"name": "typ_name", "near": "type_name"}


def test_a_template_without_the_signer_is_no_report() -> None:
    with pytest.raises(Refused, match="template_lacks") as refused:
        check(template("{{ signer_name }}", "x"))
    assert refused.value.values == {"names": "signer_name"}


def second(cast: Cast) -> Actor:
    """Another administrator."""
    with bookkeeping(cast.office.engine) as session:
        person = Person(agency_id=cast.agency_id, name="Người Thứ Hai", title="CVP", email="hai@mau.example")
        session.add(person)
        session.flush()
        session.add(Role(agency_id=cast.agency_id, person_id=person.key, kind=RoleKind.ADMINISTRATOR))
        return Actor(cast.agency_id, person.key, cast.administrator.door)


def test_a_second_person_puts_it_in_force_and_reports_are_set_in_it(signed: Cast) -> None:
    data = template("{{ type_name }}", "{{ type_name }} THEO MẪU RIÊNG")
    row = upload(signed.office, signed.administrator, "mẫu.docx", data, NOW)
    with pytest.raises(Refused, match="template_second_person"):
        activate(signed.office, signed.administrator, row.key, NOW)
    activate(signed.office, second(signed), row.key, NOW)
    number(signed.office, signed.clerk, 1, day("2024-03-21"), NOW)
    paper = next(each for each in rows(signed, Paper) if each.kind is PaperKind.DOCX)
    assert "BÁOCÁOTHEOMẪURIÊNG" in docx_text(paper.content)
    retire(signed.office, signed.administrator, row.key, NOW)
    assert rows(signed, WordTemplate)[0].retired_at == NOW


@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk"])
def test_only_administrators_bring_templates(cast: Cast, who: str) -> None:
    before, actor = counts(cast), getattr(cast, who)
    for act in (
        lambda: upload(cast.office, actor, "x.docx", OURS, NOW),
        lambda: activate(cast.office, actor, 1, NOW),
        lambda: retire(cast.office, actor, 1, NOW),
    ):
        with pytest.raises(Refused, match="not_allowed"):
            act()
    assert counts(cast) == before


def test_another_agencys_template_is_not_there(cast: Cast) -> None:
    row = upload(cast.office, cast.administrator, "x.docx", OURS, NOW)
    for act in (activate, retire):
        with pytest.raises(Refused, match="not_found"):
            act(cast.office, cast.outsider, row.key, NOW)
