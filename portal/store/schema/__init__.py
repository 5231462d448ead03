"""The tables, the triggers that guard them, and how the domain's classes are mapped to them."""
