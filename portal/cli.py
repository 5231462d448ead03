"""The command line: finds the command, runs it, turns a refusal into one sentence and exit 2."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import NoReturn

from portal.domain.refusals import Refusal

# Each module offers HELP, configure(parser) and run(arguments) -> exit code. They are imported only
# when asked for: a server start must not pay for WeasyPrint, nor arithmetic for a database.
COMMANDS = {
    "demo": "portal.commands.demo",
    "serve": "portal.commands.serve",
    "create-account": "portal.commands.create_account",
    "reset-account": "portal.commands.reset_account",
    "cost-benefit": "portal.commands.cost_benefit",
    "schedule": "portal.commands.schedule",
    "playbook": "portal.commands.playbook",
    "worker": "portal.commands.worker",
    "export": "portal.commands.export",
    "verify": "portal.commands.verify",
    "migrate": "portal.commands.migrate",
    "verify-ledger": "portal.commands.verify_ledger",
    "backup": "portal.commands.backup",
    "restore": "portal.commands.restore",
    "erase": "portal.commands.erase",
    "rotate-checkpoint-key": "portal.commands.rotate_checkpoint_key",
}


class OneSentenceParser(argparse.ArgumentParser):
    """An argument parser whose complaint is a single sentence."""

    def error(self, message: str) -> NoReturn:
        """Print ``message`` as one sentence and leave with exit code 2."""
        sys.stderr.write(f"{self.prog}: {message}.\n")
        raise SystemExit(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command ``argv`` names (default: the process's arguments); return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help"}:
        print_commands()
        return 0 if words else 2
    if words[0] not in COMMANDS:
        known = ", ".join(COMMANDS)
        sys.stderr.write(f"There is no command '{words[0]}'; the commands are {known}.\n")
        return 2
    module = importlib.import_module(COMMANDS[words[0]])
    parser = OneSentenceParser(prog=f"portal {words[0]}", description=module.HELP)
    module.configure(parser)
    try:
        return int(module.run(parser.parse_args(words[1:])))
    except Refusal as refusal:
        sys.stderr.write(f"{' '.join(refusal.sentence.split())}\n")
        return 2


def print_commands() -> None:
    """List every command with its one-line help."""
    print("usage: portal COMMAND [options]\n")
    for name, module in COMMANDS.items():
        print(f"  {name:<22} {importlib.import_module(module).HELP}")


if __name__ == "__main__":
    raise SystemExit(main())
