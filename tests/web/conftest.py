import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select
from web_scene import ADDRESS, NOW, Scene, build, office_at

from dondoc import clock
from dondoc.actions import sign_in
from dondoc.model import Agency
from dondoc.settings import Settings
from dondoc.store.transaction import reading
from dondoc.web.app import create_app
from dondoc.web.desk import COOKIE

SignIn = Callable[[str], TestClient]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scene once; every test plays on a copy of it."""
    path = tmp_path_factory.mktemp("scene") / "dondoc.sqlite"
    scene = build(path)
    with scene.office.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    scene.office.engine.dispose()
    return path


@pytest.fixture
def scene(built: Path, tmp_path: Path) -> Iterator[Scene]:
    path = tmp_path / "dondoc.sqlite"
    shutil.copy(built, path)
    office = office_at(path)
    yield Scene(office)
    office.engine.dispose()


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_to(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    set_to(NOW)
    return set_to


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, mail="mailbox", base_url=ADDRESS)


@pytest.fixture
def app(scene: Scene, settings: Settings, set_clock: Callable[[datetime], None]) -> FastAPI:
    return create_app(scene.office, settings, lambda: {"clock": {"ok": True, "said": "đang chạy"}})


@pytest.fixture
def anonymous(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=ADDRESS, headers={"origin": ADDRESS}, follow_redirects=False)


def session_token(scene: Scene, who: str) -> str:
    link = sign_in.print_link(scene.office, scene.person(who), NOW - timedelta(minutes=1))
    return sign_in.enter(scene.office, link.rsplit("/", 1)[1], NOW - timedelta(minutes=1))


@pytest.fixture
def as_(app: FastAPI, scene: Scene) -> SignIn:
    """A client signed in as one of the cast."""

    def signed_in(who: str) -> TestClient:
        client = TestClient(app, base_url=ADDRESS, headers={"origin": ADDRESS}, follow_redirects=False)
        client.cookies.set(COOKIE, session_token(scene, who))
        return client

    return signed_in


@pytest.fixture
def ours(scene: Scene) -> int:
    with reading(scene.office.engine) as session:
        return session.exec(select(Agency).where(Agency.code == "skhcn-quang-tri")).one().key
