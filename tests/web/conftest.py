import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from web_scene import ADDRESS, CAST, NOW, Scene, build, office_at

from dondoc import clock
from dondoc.actions import sign_in
from dondoc.settings import Settings
from dondoc.web.app import create_app
from dondoc.web.desk import COOKIE

SignIn = Callable[[str], TestClient]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scene")


@pytest.fixture(scope="session")
def sessions(folder: Path) -> dict[str, str]:
    """Builds the scene once, with a session for everybody."""
    scene = build(folder / "built.sqlite")
    found = {who: session_token(scene, who) for who in CAST}
    scene.office.engine.dispose()
    return found


def session_token(scene: Scene, who: str) -> str:
    at = NOW - timedelta(minutes=1)
    link = sign_in.print_link(scene.office, scene.person(who), at)
    return sign_in.enter(scene.office, link.rsplit("/", 1)[1], at)


@pytest.fixture(scope="session")
def stage(folder: Path, sessions: dict[str, str]) -> Iterator[Scene]:
    """One engine for all tests: it keeps what it has compiled."""
    office = office_at(folder / "stage.sqlite")
    yield Scene(office)
    office.engine.dispose()


@pytest.fixture
def scene(folder: Path, stage: Scene) -> Scene:
    """The scene as it was built, whatever the test before did to it."""
    files = folder / "built.sqlite", folder / "stage.sqlite"
    with closing(sqlite3.connect(files[0])) as built, closing(sqlite3.connect(files[1])) as copy:
        built.backup(copy)
    return stage


@pytest.fixture(autouse=True)
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_to(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    set_to(NOW)
    return set_to


@pytest.fixture(scope="session")
def shared_app(stage: Scene, folder: Path) -> FastAPI:
    settings = Settings(data=folder, mail="mailbox", base_url=ADDRESS)
    return create_app(stage.office, settings, lambda: {"clock": {"ok": True, "said": "đang chạy"}})


@pytest.fixture
def app(shared_app: FastAPI, scene: Scene) -> FastAPI:
    return shared_app


@pytest.fixture
def anonymous(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=ADDRESS, headers={"origin": ADDRESS}, follow_redirects=False)


@pytest.fixture
def as_(app: FastAPI, sessions: dict[str, str]) -> SignIn:
    """A client signed in as one of the cast."""

    def signed_in(who: str) -> TestClient:
        client = TestClient(app, base_url=ADDRESS, headers={"origin": ADDRESS}, follow_redirects=False)
        client.cookies.set(COOKIE, sessions[who])
        return client

    return signed_in
