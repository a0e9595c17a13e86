from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from dondoc.mail.compose import compose
from dondoc.mail.dkim import DkimKey, KeyFault, read_key, signed
from dondoc.mail.message import File, OutgoingMessage, to_bytes
from tests.mail.samples import LETTERS
from tests.mail.test_message import LETTER

Private = ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def written(folder: Path, name: str, private: object) -> Path:
    file = folder / f"{name}.pem"
    file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))  # type: ignore[attr-defined]
    return file


def record(key: DkimKey) -> bytes:
    """What stands in the DNS for a key."""
    public = key.private.public_key()
    if isinstance(key.private, ed25519.Ed25519PrivateKey):
        return b"v=DKIM1; k=ed25519; p=" + b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw))
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + b64encode(der)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[DkimKey, ...]:
    folder = tmp_path_factory.mktemp("dkim")
    privates: dict[str, Private] = {
        "ed": ed25519.Ed25519PrivateKey.generate(),
        "rsa": rsa.generate_private_key(65537, 2048),
    }
    return tuple(read_key(name, written(folder, name, private)) for name, private in privates.items())


def verified(content: bytes, keys: tuple[DkimKey, ...], index: int = 0) -> bool:
    names = {f"{key.selector}._domainkey.skhcn.example.vn.".encode(): record(key) for key in keys}
    try:
        return bool(dkim.DKIM(content).verify(index, dnsfunc=lambda name, timeout=5: names[name]))
    except dkim.ValidationError:
        return False


def letters() -> list[OutgoingMessage]:
    made = [
        LETTER,
        replace(LETTER, reply_to="a@skhcn.example.vn", unsubscribe="https://x.example/thoi-nhan/1-receipt.x"),
    ]
    made.append(
        replace(LETTER, text="", html="", files=(File("lịch.ics", "text/calendar; method=PUBLISH", b"X\tY  \n"),))
    )
    for letter in LETTERS.values():
        said = compose(letter)
        made.append(replace(LETTER, subject=said.subject, text=said.text, html=said.html))
    return made


@pytest.mark.parametrize("letter", letters())
def test_every_letter_is_signed_so_that_others_can_verify_it(
    letter: OutgoingMessage, keys: tuple[DkimKey, ...]
) -> None:
    content = signed(to_bytes(letter), keys, "skhcn.example.vn", 1710203400)
    assert content.count(b"DKIM-Signature:") == 2
    for index in range(2):
        assert verified(content, keys, index)
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_a_changed_letter_and_a_second_sender_are_found_out(keys: tuple[DkimKey, ...]) -> None:
    content = signed(to_bytes(LETTER), keys, "skhcn.example.vn", 1710203400)
    assert not verified(content.replace(b"Date: Tue", b"Date: Wed"), keys)
    assert not verified(b"From: <chu@khac.example>\r\n" + content, keys)
    assert not verified(content[:-80] + b"QUJD" + content[-76:], keys)


def test_without_a_key_nothing_is_signed() -> None:
    assert signed(b"a: b\r\n\r\nc", (), "x", 1) == b"a: b\r\n\r\nc"


def test_a_body_with_blanks_at_the_ends_of_lines_is_signed_too(keys: tuple[DkimKey, ...]) -> None:
    content = signed(b"From: a@skhcn.example.vn\r\n\r\na \t b \r\n\r\n\r\n", keys, "skhcn.example.vn", 1710203400)
    assert verified(content, keys)


def test_a_key_that_cannot_sign_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_text("nothing")
    bad = {
        tmp_path / "absent.pem": "cannot be read",
        tmp_path / "x.pem": "no private key",
        written(tmp_path, "ec", ec.generate_private_key(ec.SECP256R1())): "neither",
    }
    for file, said in bad.items():
        with pytest.raises(KeyFault, match=said):
            read_key("s", file)


def test_the_key_is_in_no_error_and_no_log(keys: tuple[DkimKey, ...]) -> None:
    assert "private" not in repr(keys)


def test_the_one_click_is_signed_so_that_mail_programs_offer_it(keys: tuple[DkimKey, ...]) -> None:
    letter = replace(LETTER, unsubscribe="https://x.example/thoi-nhan/1-receipt.x")
    content = signed(to_bytes(letter), keys, "skhcn.example.vn", 1710203400)
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in content and verified(content, keys)
    assert not verified(content.replace(b"List-Unsubscribe=One-Click", b"List-Unsubscribe=One-Clack"), keys)
    plain = to_bytes(replace(letter, unsubscribe="http://x.example/thoi-nhan/1-receipt.x"))
    assert b"List-Unsubscribe-Post" not in plain, "only over https (RFC 8058, 3.1)"
