"""Every reason to turn a cost-benefit case away, one class each."""

from portal.domain.refusals import Refusal


class NotJson(Refusal):
    """A file must say one thing: text that is no JSON, or holds NaN or Infinity, says nothing."""


class RepeatedKey(Refusal):
    """With the same key twice in one object, two readers could evaluate two different cases."""


class WrongShape(Refusal):
    """A part that is missing or of another type must be mended by its author, never guessed."""


class NotANumber(Refusal):
    """A figure is a number: true, text and blanks are not, and are never taken for 0."""


class UnreadableCsv(Refusal):
    """A CSV whose header or row lengths do not fit would put figures under the wrong period."""


class NotUtf8(Refusal):
    """Bytes that are not UTF-8 would give names other than their author wrote."""


class UnreadableContent(Refusal):
    """Stored content is hashed, so nothing but the exact canonical form is a case."""


class NoFigures(Refusal):
    """A case without rows or without periods has nothing to approve."""


class UnknownKind(Refusal):
    """What is neither cost nor benefit has no sign in the net."""


class UnequalRows(Refusal):
    """A row with more or fewer values than the others leaves a period unstated."""


class TooManyRows(Refusal):
    """A case that nobody can read through cannot be approved; the limit also bounds the work."""


class TooManyPeriods(Refusal):
    """Each further period costs arithmetic without bound; a hundred are months for eight years."""


class NumberTooLarge(Refusal):
    """No case costs a septillion; the limit keeps exact arithmetic cheap."""


class NumberTooFine(Refusal):
    """More decimals than any currency or rate has are an accident, and slow in exact arithmetic."""


class RateOutOfRange(Refusal):
    """At -100 % and below a present value does not exist; far above, it means nothing."""


class PeriodOutOfRange(Refusal):
    """The first column lies a whole number of periods from today, within the length of a case."""


class UnknownCurrency(Refusal):
    """An approval limit is compared in a currency, so its code must be one of three letters."""


class NegativeAmount(Refusal):
    """What the buyer pays is compared with approval limits; a negative one would be below all."""


class UnfitText(Refusal):
    """Text is shown, printed and hashed: it must be short, visible and encodable."""


class FigureTooLarge(Refusal):
    """A figure of more than 308 digits is no amount, and most JSON readers make it infinite."""


class RatesTooClose(Refusal):
    """Rates of return that differ by less than any purpose needs are not worth unbounded work."""


class UnknownRelation(Refusal):
    """A published figure is claimed equal or below; another relation cannot be checked."""


class NegativeTolerance(Refusal):
    """Nothing lies within a negative distance, so the claim could never follow."""
