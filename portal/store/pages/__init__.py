"""What pages read: rows in one snapshot, as frozen values; no entity is ever loaded."""
