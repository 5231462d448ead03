"""The implementation plan: tasks on both sides, laid out backwards from the buyer's go-live."""
