"""Writing a step by comparing the tables with the steps so far.

    .venv/bin/python -m migrations.new_step 0003 "say why in a few words"
    .venv/bin/python -m migrations.new_step --first     (before the first release: write 0001 anew)

The first compares ``portal.store.schema`` with a database at the last step and writes the
difference; read it before committing it. After a release a step is never changed, only followed.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import Script
from sqlalchemy import MetaData

from portal.store import migrating
from portal.store.transaction import altering

FIRST = "0001"
# What a later step adds, by name: the first step is written without it.
LEFT_TO_LATER_STEPS = frozenset(
    {
        "ck_ledger_counts_from_one",
        "ck_plans_tier_is_known",
        "ix_room_sessions_member",
        "ix_plans_go_live",
        "ix_links_member",
        "ix_codes_member",
        "logged_heads",
        "checkpoints",
        "vouched_at",
        "terms_salt",
    }
)


def main(words: list[str]) -> None:
    """Write the step asked for into ``migrations/versions``."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/steps.db"
        if words == ["--first"]:
            _write_first(url, Path(folder, "steps"))
        else:
            number, why = words
            migrating.upgrade(url)
            _write(url, number, why, migrating.MIGRATIONS, migrating.metadata)


def tables_of_the_first_step() -> MetaData:
    """Return a copy of the tables without what later steps add."""
    copy = MetaData(naming_convention=migrating.metadata.naming_convention)
    for table in migrating.metadata.tables.values():
        if table.name in LEFT_TO_LATER_STEPS:
            continue
        like = table.to_metadata(copy)
        for column in [one for one in like.columns if one.name in LEFT_TO_LATER_STEPS]:
            like._columns.remove(column)  # the one way SQLAlchemy has
        like.constraints -= {c for c in like.constraints if c.name in LEFT_TO_LATER_STEPS}
        like.indexes -= {index for index in like.indexes if index.name in LEFT_TO_LATER_STEPS}
    return copy


def _write_first(url: str, alone: Path) -> None:
    """Write the first step where there is no other, then put it among them."""
    for name in ("env.py", "script.py.mako"):
        alone.mkdir(exist_ok=True)
        shutil.copy(migrating.MIGRATIONS / name, alone)
    written = _write(url, FIRST, "Lay every table", alone, tables_of_the_first_step())
    shutil.copy(written, migrating.MIGRATIONS / "versions")


def _write(url: str, number: str, why: str, steps: Path, target: MetaData) -> Path:
    with altering(url) as connection:
        config = migrating.configuration(connection, target=target)
        config.set_main_option("script_location", str(steps))
        script = command.revision(config, why, autogenerate=True, rev_id=number)
    assert isinstance(script, Script)
    path = Path(script.path)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "###" not in line))
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
