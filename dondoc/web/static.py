"""Static files. Their address changes with their content, so browsers keep them for ever."""

from fastapi import Request
from starlette.responses import FileResponse, Response

from dondoc.web.desk import must
from dondoc.web.pages import static_file

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def show(request: Request, name: str) -> Response:
    """One static file."""
    try:
        path = static_file(name)
    except FileNotFoundError:
        must(False)
        raise
    kept = "public, max-age=31536000, immutable" if request.url.query else "no-cache"
    return FileResponse(path, media_type=_TYPES[path.suffix], headers={"cache-control": kept})
