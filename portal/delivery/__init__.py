"""How it leaves: mail, PDF and drawings."""
