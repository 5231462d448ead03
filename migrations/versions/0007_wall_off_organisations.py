"""Wall off organisations from one another on PostgreSQL: row-level security on all their tables.

Tables that later steps add get their wall from ``portal.store.migrating``, which renews the walls
after every step.
"""

from alembic import op

from portal.store.schema import walls

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay the walls."""
    walls.lay_walls(op.get_bind())


def downgrade() -> None:
    """Take them away: the program of the step before names no organisation."""
    walls.take_walls_away(op.get_bind())
