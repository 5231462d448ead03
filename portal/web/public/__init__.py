"""Pages for everybody: the front, the door of a personal link, a plan's shared address."""
