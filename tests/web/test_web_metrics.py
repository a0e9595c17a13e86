"""Numbers for machines: this machine's own, or those of who has the token; nothing secret in them."""

from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from web_scene import ADDRESS, Scene

from dondoc.settings import Settings
from dondoc.web.app import create_app


def client(scene: Scene, near: str = "127.0.0.1", **settings: str) -> TestClient:
    app = create_app(scene.office, Settings(base_url=ADDRESS, **settings))  # type: ignore[arg-type]
    return TestClient(app, base_url=ADDRESS, client=(near, 50000))


def test_prometheus_can_read_them(scene: Scene) -> None:
    text = client(scene).get("/metrics").text
    found = {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["dondoc_letters_waiting", ()] == 16
    assert found["dondoc_part_ok", ("database",)] == 1
    assert sum(value for (name, _), value in found.items() if name == "dondoc_letters") > 16
    assert "@" not in text


def test_only_this_machine_reads_them_and_not_through_a_proxy(scene: Scene) -> None:
    assert client(scene).get("/metrics").status_code == 200
    assert client(scene, near="10.0.0.7").get("/metrics").status_code == 404
    assert client(scene).get("/metrics", headers={"X-Forwarded-For": "10.0.0.7"}).status_code == 404


def test_with_a_token_it_alone_opens_them(scene: Scene) -> None:
    guarded = client(scene, near="10.0.0.7", metrics_token="geheim")
    assert guarded.get("/metrics", headers={"Authorization": "Bearer geheim"}).status_code == 200
    for wrong in ("Bearer x", "geheim", "Bearer gehéim".encode("latin-1").decode("latin-1")):
        assert guarded.get("/metrics", headers={"Authorization": wrong.encode()}).status_code == 404
    assert client(scene, metrics_token="geheim").get("/metrics").status_code == 404
    assert "geheim" not in repr(Settings(metrics_token="geheim"))
