"""The room: what a member of the buying committee sees and does."""
