"""Full disks: a small one that only the server sees, or a limit on how long its files may be."""

import resource
from contextlib import suppress
from pathlib import Path

from tests.faults.starting import NotPossibleHere, Server

PAGE = 4096  # bytes
ROOM = 32 << 20  # bytes, more than the database and its log come to


class SmallDisk:
    """A disk that only the server sees, until it is filled with something else."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.folder = server.folder / "disk"
        self.folder.mkdir()
        self.source = server.folder / "source"
        self.source.mkdir()
        (server.folder / "portal.db").rename(self.source / "portal.db")
        server.url = f"sqlite:///{self.folder}/portal.db"

    def start(self) -> None:
        """Serve from that disk.

        Raises:
            NotPossibleHere: if no disk can be made, or nobody else may look into it.
        """
        disk = {"at": str(self.folder), "size": ROOM, "filled_from": str(self.source)}
        self.server.start(disk=disk)
        try:
            assert (self._seen / "portal.db").exists()
        except PermissionError as refused:
            raise NotPossibleHere(refused.strerror) from refused

    def fill(self, left: int) -> None:
        """Fill it, up to so many pages."""
        with self._filler.open("wb", buffering=0) as filler:
            for size in (64 * PAGE, PAGE):
                with suppress(OSError):  # the server writes meanwhile: until nothing is left
                    while filler.write(bytes(size)):
                        pass
            filler.truncate(max(0, filler.tell() // PAGE - left) * PAGE)

    def free(self) -> None:
        """Make room again."""
        self._filler.unlink()

    def database(self) -> str:
        """Return a copy of the database, as it is on that disk."""
        copy = self.server.folder / "copy.db"
        for end in ("", "-wal"):
            data = (self._seen / f"portal.db{end}").read_bytes()
            copy.with_name(copy.name + end).write_bytes(data)
        return f"sqlite:///{copy}"

    @property
    def _seen(self) -> Path:
        assert self.server.running is not None
        return self.server.running.root / self.folder.relative_to("/")

    @property
    def _filler(self) -> Path:
        return self._seen / "filler"


class LimitedFiles:
    """A limit of the kernel on how long the server's files may be: it writes no further."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def start(self) -> None:
        """Serve, without a limit yet."""
        self.server.start()

    def fill(self, left: int) -> None:
        """Let no file be written beyond so many pages."""
        self._limit(left * PAGE)

    def free(self) -> None:
        """Lift the limit."""
        self._limit(resource.RLIM_INFINITY)

    def database(self) -> str:
        """Return the database itself."""
        return self.server.url

    def _limit(self, size: int) -> None:
        assert self.server.running is not None
        for process in self.server.running.members():
            resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
