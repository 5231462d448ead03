"""Forms: refusals put beside their field, and dates and amounts read as people write them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from portal.domain.refusals import Refusal

Result = TypeVar("Result")


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A form whose refusals stand beside the field they belong to."""

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal beside its field, or above the form."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(refusal.sentence)
        else:
            field.errors = [*field.errors, refusal.sentence]

    def attempt(self, act: Callable[[], Result]) -> Result | None:
        """Validate, then act; a refusal becomes an error of this form and None is returned."""
        if not self.validate_on_submit():
            return None
        try:
            return act()
        except Refusal as refusal:
            self.refuse(refusal)
            return None


class DayField(StringField):
    """A date as browsers send it (2026-11-27); what was typed stays when it is no date."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the text; ``day`` reads it."""
        super().process_formdata(valuelist)
        self.day: date | None = None
        text = (self.data or "").strip()
        if text:
            try:
                self.day = date.fromisoformat(text)
            except ValueError as wrong:
                raise ValueError("Write the date as year-month-day, like 2026-11-27.") from wrong


class AmountField(StringField):
    """An amount of money as people write it: 420,000 or 420000.50."""

    amount: Decimal | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the text; ``amount`` reads it."""
        super().process_formdata(valuelist)
        self.amount = None
        text = (self.data or "").strip()
        if text:
            try:
                self.amount = read_amount(text)
            except ValueError as wrong:
                raise ValueError(str(wrong)) from wrong


MOST_DIGITS = 18


def read_amount(text: str) -> Decimal:
    """Return the amount that somebody wrote; raises ValueError with a sentence."""
    bare = text.replace(" ", "").replace("\u00a0", "").replace(",", "").replace("−", "-")
    try:
        value = Decimal(bare)
    except InvalidOperation as wrong:
        raise ValueError("Write the amount in figures, like 420,000 or 420000.50.") from wrong
    if not value.is_finite() or value.adjusted() > MOST_DIGITS:
        raise ValueError("This amount is too large to be meant. Check the figures.")
    return value


def required(sentence: str) -> Callable[[Any, Field], None]:
    """Return a validator that says what to write when nothing was."""

    def check(_form: Any, field: Field) -> None:
        if not (field.data or "").strip() and not field.errors:
            raise ValidationError(sentence)

    return check
