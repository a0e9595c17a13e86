"""The process of our own Prefect server. Ends when its standard input does: when its parent is gone, however."""

import os
import threading
import time
from typing import Any

GRACE_SECONDS = 3
# Its pages ask an analytics service for its settings even where analytics are off; a browser that obeys this does not.
_NEAR = "'self' http://127.0.0.1:* http://localhost:* ws://127.0.0.1:* ws://localhost:*"
POLICY = f"default-src {_NEAR} 'unsafe-inline' 'unsafe-eval' data: blob:; form-action 'self'; base-uri 'self'"


def main() -> None:
    """Serve on the host and port of Prefect's own environment variables, until standard input ends."""
    os.umask(0o077)
    import uvicorn
    from prefect.server.api import collections
    from prefect.server.api.server import create_app

    # Its page of work pools would ask a foreign host; without an address it takes the file shipped with it.
    collections.KNOWN_VIEWS = dict.fromkeys(collections.KNOWN_VIEWS, "")
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(final=True),
            headers=[("Content-Security-Policy", POLICY), ("Referrer-Policy", "no-referrer")],
            host=os.environ["PREFECT_SERVER_API_HOST"],
            port=int(os.environ["PREFECT_SERVER_API_PORT"]),
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
    )
    threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    server.run()


def _end_with_parent(server: Any) -> None:
    while os.read(0, 1024):
        pass
    server.should_exit = True
    time.sleep(GRACE_SECONDS)
    os._exit(0)


if __name__ == "__main__":
    main()
