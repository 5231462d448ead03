"""Alembic's entry point; ``portal.store.migrating`` opens the connection and the transaction."""

from alembic import context

from portal.store.migrating import metadata, render_item

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("target", metadata),
    render_as_batch=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
