"""A program that imports the portal once and forks a process of it whenever a line asks for one.

A start costs a tenth of the CPU that way, so that a server can be killed often. What runs in the
fork is ``portal`` itself. A line is what ``Starter.start`` says, as JSON; the answer is the
process's id, or why the kernel does not do what was asked. All of it ends with standard input.
"""

import contextlib
import ctypes
import json
import os
import platform
import signal
import sys
from pathlib import Path
from typing import Any

from portal import cli
from portal.commands import restore, serve, worker  # noqa: F401  # imported here, so that no fork has to

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_REC_PRIVATE = 0x4000 | 0x40000
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 22, 36, 38
FILTER = 2
# Of fsync and fdatasync.
CALLS = {"x86_64": (74, 75), "aarch64": (82, 83)}
LOAD, EQUAL, ANSWER = 0x20, 0x15, 0x06
ALLOWED, FAILS = 0x7FFF0000, 0x00050000  # the latter with the number of the fault
EIO = 5

libc = ctypes.CDLL(None, use_errno=True)


class Instruction(ctypes.Structure):
    """One instruction of a filter, as the kernel reads it."""

    _fields_ = [("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte),
                ("value", ctypes.c_uint)]  # fmt: skip  # ctypes wants a plain list


class Program(ctypes.Structure):
    """A filter: how many instructions, and where they are."""

    _fields_ = [
        ("length", ctypes.c_ushort),
        ("first", ctypes.POINTER(Instruction)),
    ]  # ctypes wants a plain list


def require(result: int) -> None:
    """Raise what the kernel said, if it said no."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def let_syncing_fail() -> None:
    """Have the kernel answer every fsync of this process and its children with EIO, for good."""
    fsync, fdatasync = CALLS[platform.machine()]
    steps = (Instruction * 5)(
        Instruction(LOAD, 0, 0, 0),
        Instruction(EQUAL, 1, 0, fsync),
        Instruction(EQUAL, 0, 1, fdatasync),
        Instruction(ANSWER, 0, 0, FAILS | EIO),
        Instruction(ANSWER, 0, 0, ALLOWED),
    )
    program = Program(len(steps), steps)
    require(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    require(libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0))


def mount_a_small_disk(at: str, size: int, filled_from: str) -> None:
    """Mount a disk of ``size`` bytes that only this process and its children see, and fill it."""
    if os.geteuid() == 0:
        require(libc.unshare(CLONE_NEWNS))
    else:
        user, group = os.geteuid(), os.getegid()
        require(libc.unshare(CLONE_NEWNS | CLONE_NEWUSER))
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    require(libc.mount(b"none", b"/", None, MS_REC_PRIVATE, None))
    require(libc.mount(b"tmpfs", at.encode(), b"tmpfs", 0, f"size={size}".encode()))
    for path in Path(filled_from).iterdir():
        (Path(at) / path.name).write_bytes(path.read_bytes())


def become(order: dict[str, Any], answer: int) -> None:
    """Run the portal in this process, and never come back."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    log = os.open(order["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        if order["disk"]:
            mount_a_small_disk(**order["disk"])
        if order["syncing_fails"]:
            let_syncing_fail()
    except (OSError, KeyError) as fault:
        os.write(answer, f"{fault}".encode())
        os._exit(1)
    os.close(answer)
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    code = 1
    with contextlib.suppress(SystemExit):
        code = cli.main(order["words"])
    os._exit(code)


def fork(order: dict[str, Any]) -> tuple[int, str]:
    """Start one process; return its id and what kept it from starting."""
    reading, answer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        become(order, answer)
    os.close(answer)
    with os.fdopen(reading) as said:
        return process, said.read()


def reap(*_: object) -> None:
    """Wait for whoever has ended, so that nobody stays behind."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> int:
    """Fork for each line, until there are no more lines."""
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # their children, too, when they were killed
    signal.signal(signal.SIGCHLD, reap)
    started = []
    for line in sys.stdin:
        process, problem = fork(json.loads(line))
        started.append(process)
        sys.stdout.write(json.dumps({"process": process, "problem": problem}) + "\n")
        sys.stdout.flush()
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
