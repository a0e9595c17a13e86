"""Alembic's entry: runs the migrations on the connection that `dondoc.store.engine` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON
from sqlmodel import AutoString

from dondoc.model import METADATA
from dondoc.model.base import Exact, Instant

_PLAIN = {
    AutoString: "sa.String()",
    Instant: "sa.DateTime(timezone=True)",
    Exact: "sa.Numeric(24, 6).with_variant(sa.String(40), 'sqlite')",
}


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own types as plain ones: a migration must not change when the model's code does."""
    if kind == "type" and type(item) is AutoString and item.length:
        return f"sa.String({item.length})"
    if kind == "type" and isinstance(item, JSON):
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return _PLAIN.get(type(item), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=_render,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
