"""Mail addresses as they are taken."""

import pytest

from dondoc.rules.address import checked
from dondoc.rules.refusal import Refused


def test_an_address_is_trimmed_and_in_lower_case() -> None:
    assert checked("  Lan.Nguyen+vp@Skhcn.QuangTri.gov.VN ") == "lan.nguyen+vp@skhcn.quangtri.gov.vn"


@pytest.mark.parametrize(
    "wrong",
    [
        "", "a", "a@", "@b.vn", "a@b", "a b@c.vn", "a@b c.vn", "a@b..vn", "a..b@c.vn", ".a@b.vn", "a.@b.vn",
        "a@-b.vn", "a@b.vn\nBcc: c@d.vn", "a@b.vn,c@d.vn", "<a@b.vn>", "lân@b.vn", "a@b.v", "a" * 65 + "@b.vn",
        "a@" + "b" * 64 + ".vn", "a@" + "b." * 130 + "vn",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(Refused, match="wrong_address"):
        checked(wrong)
