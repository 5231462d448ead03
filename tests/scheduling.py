"""Which worker runs what: a file's tests stay together, and so does everything with a browser."""

from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # it has none

BROWSER = "tests/browser/"


class ByFile(LoadFileScheduling):  # type: ignore[misc]  # of a class without types
    """One file after the other to whoever is free; two browsers at once would be slower."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return BROWSER if file.startswith(BROWSER) else file
