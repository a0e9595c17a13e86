"""What a person wrote in a reply, without the letter they answered and without their signature.

Mail programs put what is quoted below a line that names it: Gmail and others a sentence with a date ("Vào … đã viết:",
"On … wrote:"), Outlook a block of headers ("Từ: … Đã gửi: …", "From: … Sent: …"), many a line of dashes, and most a
">" before each line.
"""

import re

_WROTE = re.compile(
    r"^\s*(?:vào|ngày|lúc|thứ|on|am|le)\b.{0,200}?(?:đã viết|viết|wrote|schrieb|a écrit)\s*:?\s*$", re.IGNORECASE
)
_NAMED = re.compile(r"^.{0,120}<[^<>\s]+@[^<>\s]+>\s*(?:đã viết|viết|wrote)\s*:?\s*$", re.IGNORECASE)
_DASHES = re.compile(
    r"^\s*[-_]{2,}\s*(?:original message|forwarded message|thư gốc|tin nhắn gốc|thư đã chuyển tiếp|"
    r"thư trả lời|tin nhắn đã chuyển tiếp)\s*[-_]{2,}\s*$|^\s*_{20,}\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\**\s*(?:từ|from|người gửi|de|von)\s*:\**\s*\S", re.IGNORECASE)
_NEXT = re.compile(
    r"^\s*\**\s*(?:đã gửi|ngày gửi|gửi lúc|gửi|ngày|thời gian|sent|date|đến|tới|to|kính gửi|cc|chủ đề|tiêu đề|subject)"
    r"\s*:\**",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(?:-- ?|(?:đã )?gửi từ (?:iphone|ipad|điện thoại|outlook|thiết bị|my ).*|sent from (?:my |outlook|mail ).*|"
    r"tải outlook cho .*|get outlook for .*)$",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"^\s*>")


def own_words(text: str) -> str:
    """The text above what is quoted; answers written between quoted lines stay, the quoted lines go."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    end = next((number for number in range(len(lines)) if _quotes_from(lines, number)), len(lines))
    kept = [line.rstrip() for line in lines[:end]]
    if not any(line.strip() and not _QUOTE.match(line) for line in kept):
        # Nothing stands above: some answer below what they quote, marked with ">".
        kept = [line.rstrip() for number, line in enumerate(lines) if not _names_quote(lines, number)]
    kept = [line for line in kept if not _QUOTE.match(line)]
    signed = next((number for number, line in enumerate(kept) if _SIGNATURE.match(line.strip() or line)), len(kept))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept[:signed])).strip()


def _quotes_from(lines: list[str], number: int) -> bool:
    """Whether all below this line is the letter that is answered."""
    return _names_quote(lines, number) or _is_head(lines, number)


def _names_quote(lines: list[str], number: int) -> bool:
    line = lines[number]
    if _DASHES.match(line) or _NAMED.match(line):
        return True
    # The sentence may be broken over two or three lines.
    sentence = ""
    for part in lines[number : number + 3]:
        if not part.strip():
            return False
        sentence = f"{sentence} {part.strip()}"
        if _WROTE.match(sentence):
            return True
    return False


def _is_head(lines: list[str], number: int) -> bool:
    """A block of headers: a sender, and at least two more of its kind within the next lines."""
    if not _FROM.match(lines[number]):
        return False
    return sum(bool(_NEXT.match(line)) for line in lines[number + 1 : number + 6]) >= 2
