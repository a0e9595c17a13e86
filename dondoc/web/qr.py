"""QR codes as SVG within the page: nothing is fetched, and black on white whatever the colours of the page are."""

from markupsafe import Markup


def qr(text: str, title: str) -> Markup:
    """`text` as a QR code; `title` is what a screen reader says of it."""
    # Imported here: few pages need it.
    import segno

    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", title=title, svgclass="qr", omitsize=True)
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))
