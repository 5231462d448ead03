"""The moment at which the tests stand still."""

from datetime import UTC, datetime

MONDAY_MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
