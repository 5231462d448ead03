"""Refusals: what the rules do not allow, each a class with the sentence a person reads."""


class Refusal(Exception):
    """A request the rules do not allow.

    ``sentence`` says what is wrong and what to do, in the words a person reads; ``field`` names the
    input it belongs to, where there is one. Every kind of refusal is a subclass of its own whose
    docstring gives the reason for the rule; it is rendered in one place, ``portal/web/errors.py``.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NoSuchMilestone(Refusal):
    """An answer needs a milestone of this plan."""

    def __init__(self) -> None:
        super().__init__("This plan has no such milestone. Go back to the plan and choose again.")


class NotShared(Refusal):
    """Until the seller shares the plan there is nothing to answer."""

    def __init__(self) -> None:
        super().__init__(
            "This plan has not been shared with its committee yet. You will get a mail when it is."
        )


class NotOpen(Refusal):
    """A milestone opens when its prerequisites are closed; an earlier answer would be hollow."""

    def __init__(self, names: tuple[str, ...]) -> None:
        first = " and ".join(f"“{name}”" for name in names)
        super().__init__(f"This milestone is not open yet. First to be closed: {first}.")
        self.names = names


class NotNeeded(Refusal):
    """The buyer chose not to need this milestone."""

    def __init__(self) -> None:
        super().__init__(
            "The buyer's side chose not to need this milestone. There is nothing to answer here."
        )


class NothingToAnswer(Refusal):
    """An answer binds to exact words, and the supplier has not written them yet."""

    def __init__(self) -> None:
        super().__init__("The supplier has not provided this document yet. You will be asked.")


class NotAsked(Refusal):
    """Only the people named on a milestone can answer it; nobody acts for somebody else."""

    def __init__(self) -> None:
        super().__init__("This milestone does not ask you. The people named on it answer it.")


class AnswerNotOffered(Refusal):
    """An act offers certain answers and no others."""

    def __init__(self) -> None:
        super().__init__("Choose one of the answers on the page.", field="answer")


class StaleRevision(Refusal):
    """A yes to words that have changed is not a yes (law 2); it is refused with the difference."""

    def __init__(self, shown: str, current: str) -> None:
        super().__init__(
            "Your answer was not recorded. The document changed while you were reading."
            " Read the current revision, then answer."
        )
        self.shown = shown
        self.current = current


class AlreadyAnswered(Refusal):
    """One person, one standing answer: changing one's mind starts with withdrawing."""

    def __init__(self) -> None:
        super().__init__("Your answer is already on record. To change it, withdraw it first.")


class NothingToWithdraw(Refusal):
    """Only a standing answer can be withdrawn."""

    def __init__(self) -> None:
        super().__init__(
            "You have no answer on record here that could be withdrawn. Answer the milestone first."
        )


class OrderPlaced(Refusal):
    """After the order, going back is a matter of the contract, not of the plan."""

    def __init__(self) -> None:
        super().__init__(
            "The order has been placed, so this answer can no longer be withdrawn."
            " Agree on a change under the contract."
        )


class ReasonMissing(Refusal):
    """A no without a reason leaves the other side nothing to answer."""

    def __init__(self) -> None:
        super().__init__("Say in a sentence what must change, or why.", field="reason")


class ReasonTooLong(Refusal):
    """What somebody must read has a length."""

    def __init__(self, most: int, field: str = "reason") -> None:
        super().__init__(f"Keep this to {most:,} characters.", field=field)


class UntilMissing(Refusal):
    """*Not yet* says until when, so that the plan can wait for a day and not for a mood."""

    def __init__(self) -> None:
        super().__init__("Give the date from which it can be decided, after today.", field="until")


class ConditionsMissing(Refusal):
    """A yes with conditions names them: each becomes a task with an owner and a date."""

    def __init__(self) -> None:
        super().__init__("Write at least one condition.", field="condition")


class ConditionIncomplete(Refusal):
    """A condition without an owner and a date in the future is a wish."""

    def __init__(self) -> None:
        super().__init__(
            "Give each condition who must meet it and a date after today.", field="condition"
        )


class ValueMissing(Refusal):
    """A fact is provided by giving it."""

    def __init__(self, *, every: bool = False) -> None:
        which = "every one" if every else "at least one"
        super().__init__(f"Enter {which} of the values asked for.", field="values")


class UnknownValue(Refusal):
    """Only the values the milestone asks for can be given."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"This milestone does not ask for '{name}'. Enter only the values on the page.",
            field="values",
        )


class LimitMissing(Refusal):
    """Whoever approves money says how much they may approve (law 3)."""

    def __init__(self) -> None:
        super().__init__(
            "State your approval limit: an amount, or 0 if you have none.", field="limit"
        )


class NameDiffers(Refusal):
    """The typed name is the signature; it matches the person invited."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Type your name as {name}, so the record matches your invitation.", field="name"
        )


class IntentMissing(NameDiffers):
    """Typing one's name is the act by which one means to sign; a button alone could be a slip."""

    def __init__(self, name: str) -> None:
        Refusal.__init__(
            self, f"Type your full name as {name}: that is your signature.", field="name"
        )


class ConsentMissing(Refusal):
    """Signing electronically takes the person's consent, shown in full (ESIGN)."""

    def __init__(self) -> None:
        super().__init__("Tick that you agree to sign electronically.", field="consents")


class ConsentOutdated(Refusal):
    """Consent is to the words that were read; who read an earlier text has not seen this one."""

    def __init__(self) -> None:
        super().__init__(
            "The text you agree to changed while you were reading. Read it again, then tick it.",
            field="consents",
        )


class NotRetained(Refusal):
    """What cannot be kept exactly as it was shown cannot be signed: nobody could show it later."""

    def __init__(self) -> None:
        super().__init__(
            "What is kept of this document does not have the fingerprint you were shown, so it"
            " cannot be signed. Tell the supplier; nothing was recorded."
        )


class TitleMissing(Refusal):
    """A seat is taken with the title one holds."""

    def __init__(self) -> None:
        super().__init__("State your title, as it stands on your card.", field="title")
