"""The desk: what the supplier's people see and do."""
