"""How it is remembered: the only floor that imports SQLAlchemy; importing it maps the domain."""

from portal.store.schema import mapping as mapping
