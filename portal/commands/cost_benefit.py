"""The command that evaluates a cost-benefit case and checks what was published of it."""

import argparse
import sys
from pathlib import Path

from portal.domain.cost_benefit.answer import answer, answers, json_text
from portal.domain.cost_benefit.claims import Claim, Figure, judge
from portal.domain.cost_benefit.evaluation import Evaluation, evaluate
from portal.domain.cost_benefit.json_parts import text_of
from portal.domain.cost_benefit.numbers import rounded
from portal.domain.cost_benefit.reading import PublishedCase, read_published
from portal.domain.refusals import Refusal

HELP = "evaluate a cost-benefit case and check its published figures"
LARGEST_FILE = 4_000_000
NONE = "none"
PLACES = 2
CLAIM_PLACES = 6


class UnreadableFile(Refusal):
    """A file that is not there, may not be read or is a folder cannot be evaluated."""


class FileTooLarge(Refusal):
    """A case is a few kilobytes; a file a thousand times as large is something else."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", metavar="FILE.json", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate the file and print the answer; a claim that does not follow is no error.

    Raises UnreadableFile, FileTooLarge and the refusals of reading and evaluating.
    """
    published = read_published(text_of(_contents(arguments.file)))
    if isinstance(published, PublishedCase):
        text = json_text(answer(published)) if arguments.json else table(published)
    elif arguments.json:
        text = json_text(answers(published))
    else:
        text = "\n\n".join(table(each) for each in published)
    print(text)
    return 0


def table(published: PublishedCase) -> str:
    """Return the figures and claims of a case as lines to read, one figure a line."""
    evaluation = evaluate(published.case)
    claims = [_claim_line(judge(figure, evaluation)) for figure in published.published]
    lines = [*_heading(published), *_figure_lines(evaluation)]
    return "\n".join([*lines, "", "Published figures", *claims] if claims else lines)


def _contents(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableFile(f"The file '{path}' cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST_FILE:
        raise FileTooLarge(
            f"The file '{path}' is larger than {LARGEST_FILE // 1_000_000} MB; give a single case."
        )
    return data


def _heading(published: PublishedCase) -> list[str]:
    heading = published.id or published.case.title
    unit = " ".join(filter(None, (published.case.currency, published.case.unit)))
    words = " - ".join(filter(None, (heading, unit)))
    return [_printable(words), ""] if words else []


def _figure_lines(evaluation: Evaluation) -> list[str]:
    rates = tuple(100 * rate for rate in evaluation.internal_rates_of_return)
    share = evaluation.return_on_investment
    figures: tuple[tuple[str, Figure, str], ...] = (
        ("Total costs", evaluation.total_costs, ""),
        ("Total benefits", evaluation.total_benefits, ""),
        ("Total net benefits", evaluation.total_net_benefits, ""),
        ("Present value of costs", evaluation.present_value_costs, ""),
        ("Present value of benefits", evaluation.present_value_benefits, ""),
        ("Net present value", evaluation.net_present_value, ""),
        ("Return on investment", None if share is None else 100 * share, " %"),
        ("Benefit-cost ratio", evaluation.benefit_cost_ratio, ""),
        ("Internal rate of return", rates, " %"),
        ("Payback", evaluation.payback_periods, " periods"),
        ("Discounted payback", evaluation.discounted_payback_periods, " periods"),
    )
    return [f"{label:<28}{_shown(figure, unit):>30}" for label, figure, unit in figures]


def _claim_line(claim: Claim) -> str:
    verdicts = {True: "follows", False: "does not follow", None: "not known here"}
    published, computed = (
        _shown(each, "", CLAIM_PLACES) for each in (claim.published, claim.computed)
    )
    verdict = verdicts[claim.follows]
    return f"{verdict:<17}{_printable(claim.metric)}: published {published}, computed {computed}"


def _shown(figure: Figure, unit: str, places: int = PLACES) -> str:
    if isinstance(figure, tuple):
        return ", ".join(_shown(each, unit, places) for each in figure) or NONE
    return NONE if figure is None else f"{rounded(figure, places):,f}{unit}"


def _printable(text: str) -> str:
    """Keep what a terminal must not obey, or cannot encode, out of ``text``."""
    plain = "".join(each if each.isprintable() else "?" for each in text)
    encoding = sys.stdout.encoding or "utf-8"
    return plain.encode(encoding, "replace").decode(encoding)
