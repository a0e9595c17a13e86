"""More plans for the sample agency: the seed plan again under another code, with days of its own."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from dondoc.actions.install import install_plan
from dondoc.actions.office import Office
from dondoc.intake.plan_file import read_agency, read_plan
from dondoc.model import Door, Plan
from dondoc.paths import data_file
from dondoc.store.transaction import Actor

_AGENCY = data_file("config", "agencies", "skhcn-quang-tri.toml")
_PLAN = data_file("config", "plans", "2024-cai-cach-tu-phap.toml")


def install_again(office: Office, agency_id: int, code: str, now: datetime, changed: Mapping[str, str] = {}) -> Plan:
    """Install the seed plan under another code, with pieces of its text exchanged."""
    text = _PLAN.read_text(encoding="utf-8").replace('code = "2024-cai-cach-tu-phap"', f'code = "{code}"')
    for old, new in changed.items():
        assert old in text, old
        text = text.replace(old, new)
    data = read_agency(_AGENCY)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{code}.toml"
        path.write_text(text, encoding="utf-8")
        plan = read_plan(path, [unit.code for unit in data.file.unit], data.regimes)
    return install_plan(office, Actor(agency_id, None, Door.COMMAND), plan, now)
