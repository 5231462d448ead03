"""What a buyer may answer: for each act the answers offered, and what each of them needs."""

from enum import StrEnum

from portal.domain.playbook.rules import Act


class Answer(StrEnum):
    """Every answer a buyer can give; the value is the past participle the ledger records."""

    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    SIGNED = "signed"
    PASSED = "passed"
    PASSED_WITH_CONDITIONS = "passed_with_conditions"
    FAILED = "failed"
    PROVIDED = "provided"
    ATTENDED = "attended"
    GO = "go"
    MEASURED = "measured"
    CHANGES_ASKED = "changes_asked"
    DECLINED = "declined"
    NOT_YET = "not_yet"
    STOP = "stop"
    WITHDRAWN = "withdrawn"


# Transitions are data: the answers each act offers, the ones that count towards closing first.
YES: dict[Act, tuple[Answer, ...]] = {
    Act.ACCESS: (Answer.ACCEPTED,),
    Act.CONFIRM: (Answer.CONFIRMED,),
    Act.APPROVE: (Answer.APPROVED, Answer.APPROVED_WITH_CONDITIONS),
    Act.SIGN: (Answer.SIGNED,),
    Act.ATTEST: (Answer.PASSED, Answer.PASSED_WITH_CONDITIONS),
    Act.PROVIDE: (Answer.PROVIDED,),
    Act.ATTEND: (Answer.ATTENDED,),
    Act.DECIDE: (Answer.GO,),
    Act.MEASURE: (Answer.MEASURED,),
}
NO: dict[Act, tuple[Answer, ...]] = {
    Act.CONFIRM: (Answer.CHANGES_ASKED, Answer.DECLINED),
    Act.APPROVE: (Answer.CHANGES_ASKED, Answer.DECLINED),
    Act.SIGN: (Answer.CHANGES_ASKED, Answer.DECLINED),
    Act.ATTEST: (Answer.FAILED,),
    Act.ATTEND: (Answer.CHANGES_ASKED, Answer.DECLINED),
    Act.DECIDE: (Answer.NOT_YET, Answer.STOP),
}
CHECKPOINT = (Answer.NOT_YET, Answer.STOP)

ALL_YES = frozenset(answer for answers in YES.values() for answer in answers)
WITH_CONDITIONS = frozenset({Answer.APPROVED_WITH_CONDITIONS, Answer.PASSED_WITH_CONDITIONS})
NEEDS_REASON = frozenset(
    {Answer.CHANGES_ASKED, Answer.DECLINED, Answer.FAILED, Answer.NOT_YET, Answer.STOP}
)
# Saying no, or not yet, must cost nothing: it asks for neither name nor code.
FREE_OF_CODE = frozenset(
    {Answer.CHANGES_ASKED, Answer.DECLINED, Answer.NOT_YET, Answer.STOP, Answer.WITHDRAWN}
)
TWO_PAGES = frozenset({Act.APPROVE, Act.SIGN, Act.ATTEST, Act.DECIDE})


def offered(act: Act, *, go_no_go: bool) -> tuple[Answer, ...]:
    """Return the answers ``act`` offers; a checkpoint offers *not yet* and *stop* besides."""
    answers = YES[act] + NO.get(act, ())
    return answers + tuple(a for a in CHECKPOINT if go_no_go and a not in answers)


def steps_up(act: Act, answer: Answer) -> bool:
    """Tell whether the answer needs the name typed and a code mailed at that moment (Trust 3)."""
    return act in TWO_PAGES and answer not in FREE_OF_CODE
