"""Row-level security on PostgreSQL: the second wall between organisations, behind every WHERE."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from portal.store.scope import EVERYTHING, ORGANISATION

POLICY = "own_organisation"
# Where somebody signs in is asked before any organisation is known; a checkpoint is over all.
WITHOUT = frozenset({"directory", "sign_ons", "checkpoints"})
OWN = (
    f"organisation_id = current_setting('{ORGANISATION}', true)"
    f" OR current_setting('{EVERYTHING}', true) = 'on'"
)
TABLES = text(
    "SELECT table_name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND column_name = 'organisation_id'"
    " ORDER BY table_name"
)
STAND = text(
    "SELECT count(*) FROM pg_policies WHERE schemaname = current_schema() AND policyname = :policy"
)


def lay_walls(connection: Connection) -> None:
    """Hold every table of organisations to the one a transaction names; safe to repeat.

    FORCE holds the owner of the tables to it as well; superusers pass every wall.
    """
    for table in _walled(connection):
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
        connection.exec_driver_sql(f"CREATE POLICY {POLICY} ON {table} USING ({OWN})")
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def take_walls_away(connection: Connection) -> None:
    """Undo ``lay_walls``."""
    for table in _walled(connection):
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
        connection.exec_driver_sql(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def renew_walls(connection: Connection) -> None:
    """Lay the walls round tables that came since, if there are walls at all."""
    if (
        connection.dialect.name == "postgresql"
        and connection.execute(STAND, {"policy": POLICY}).scalar_one()
    ):
        lay_walls(connection)


def _walled(connection: Connection) -> Iterable[str]:
    if connection.dialect.name != "postgresql":
        return ()
    return [table for table in connection.execute(TABLES).scalars() if table not in WITHOUT]
