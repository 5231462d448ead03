"""How it is remembered: the only floor that imports SQLAlchemy."""
