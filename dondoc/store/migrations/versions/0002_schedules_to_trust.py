"""FOR DEVELOPMENT ONLY until it is replaced by a real one

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    from dondoc.model import METADATA

    METADATA.drop_all(op.get_bind())
    METADATA.create_all(op.get_bind())


def downgrade() -> None:
    """Take back."""
