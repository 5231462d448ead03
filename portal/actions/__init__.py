"""What people do: one verb a module, one transaction a call."""
