"""How it is asked: the only floor that imports Flask and WTForms."""
