"""What is in the database, to tell whether a request changed anything."""

import hashlib

from sqlalchemy import Engine

from dondoc.model import METADATA

_TABLES = sorted(METADATA.tables)


def fingerprint(engine: Engine) -> str:
    """A hash over every row of every table."""
    digest = hashlib.sha256()
    with engine.connect() as connection:
        for table in _TABLES:
            for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY rowid"):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
