"""Every page answers who may see it, and says what it should."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from web_paths import every_path
from web_scene import Scene

PAGES = {
    "officer": ["/", "form", "/nam/2024", "/ke-hoach/1"],
}


@pytest.mark.parametrize("who", ["director", "clerk", "administrator", "lead_head", "lead_officer", "officer"])
def test_every_get_answers_with_a_page_or_nothing_at_all(
    who: str, scene: Scene, as_: Callable[[str], TestClient]
) -> None:
    client = as_(who)
    seen = {}
    for route, path in every_path(scene):
        if route.method == "GET":
            seen[route.name] = client.get(path).status_code
    print(who, seen)
    assert set(seen.values()) <= {200, 303, 404}
