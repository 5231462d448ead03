"""The questions a plan is laid out from, read into a draft; refusals go beside their question."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from portal.actions.draft import Draft
from portal.domain.playbook.complexity import Answers, Data, Funding, Integration, Paper
from portal.domain.playbook.rules import OpportunityType
from portal.domain.refusals import Refusal
from portal.web.forms import AmountField, DayField, Form, required
from portal.web.seller.countries import CHOICES, CURRENCIES, time_zone_of
from portal.web.showing.layout import TIER_NAMES, in_working_days

# Where the rules name what they refuse by another word than the question does.
BESIDE = {
    "anchor": "go_live",
    "notice": "notice_on",
    "reason": "tier_reason",
    "contract_value": "amount",
    "data": "kind_of_data",
}
TIERS = [
    ("", "As computed from the answers"),
    *((str(tier), f"Tier {tier}, {name.lower()}") for tier, name in TIER_NAMES.items()),
]
# type: (its name, what it means)
TYPES = {
    "large_account": (
        "Large account",
        "A purchase of weight for one buyer: several functions decide together.",
    ),
    "national_account": (
        "National account",
        "One agreement rolled out over several sites, each with a local owner.",
    ),
    "new_account": (
        "New account",
        "The first purchase from you: they check you, and review the first month.",
    ),
    "renewal": (
        "Renewal",
        "A running term ends. The plan is counted back from its end and the day of notice.",
    ),
    "upgrade": (
        "Upgrade",
        "More of what they use, or a newer version: what changes, for whom, is it worth it.",
    ),
}
FACTS = {
    "confidential_data_exchanged": "confidential_data_exchanged",
    "buyer_data_or_system_access": "buyer_data_or_system_access",
    "file_expired": "supplier_not_on_vendor_list",
}


ASK_TO_CHOOSE = "Choose one of the answers on the page."


class CountField(StringField):
    """A whole number; what was typed stays when it is none."""

    count = 0

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the text; ``count`` reads it."""
        super().process_formdata(valuelist)
        try:
            self.count = int((self.data or "").replace(",", "").strip())
        except ValueError as wrong:
            raise ValueError("Write a whole number, like 3.") from wrong


class PickField(StringField):
    """A question that takes one of the answers on the page."""

    def __init__(self, answers: Iterable[str], ask: str = ASK_TO_CHOOSE, **options: Any) -> None:
        super().__init__(**options)
        self.offered, self.ask = tuple(answers), ask

    @property
    def picked(self) -> str:
        """The answer, once it is valid one of those on the page."""
        return self.data or ""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  # WTForms' signature
        """Refuse what was not offered."""
        if self.data not in self.offered:
            raise ValidationError(self.ask)


class StartPlan(Form):
    """What a seller says of a purchase; nothing is asked twice."""

    once = StringField()
    title = StringField()
    buyer = StringField(validators=[required("Write the buyer's company name.")])
    type = PickField(TYPES, "Choose the kind of purchase.")
    go_live = DayField(validators=[required("Give the day the buyer wants to go live.")])
    notice_on = DayField()
    amount = AmountField()
    currency = PickField(CURRENCIES, default="EUR")
    country = PickField([code for code, _ in CHOICES], default="")
    calendar = StringField()
    time_zone = StringField()
    functions_deciding = CountField(default="1")
    kind_of_data = PickField(Data, default="none")
    integration = PickField(Integration, default="none")
    sites = CountField(default="1")
    funding = PickField(Funding, default="budgeted")
    paper = PickField(Paper, default="ours")
    users_changing_habits = CountField(default="10")
    new_supplier = BooleanField()
    confidential_data_exchanged = BooleanField()
    buyer_data_or_system_access = BooleanField()
    file_expired = BooleanField()
    follow_on_order = BooleanField()
    tier = PickField([key for key, _ in TIERS], default="")
    tier_reason = TextAreaField()

    def validate_country(self, field: PickField) -> None:
        """Ask whose holidays count."""
        if not (field.data or (self.calendar.data or "").strip()):
            raise ValidationError("Choose the country whose holidays and weekends count.")

    def validate_time_zone(self, field: StringField) -> None:
        """Ask for the time zone where it does not follow from the country."""
        if not (field.data or "").strip() and self._calendar() and not self._zone():
            raise ValidationError("Write the buyer's time zone, like Europe/Berlin.")

    def draft(self) -> Draft:
        """Return what was said, once it is valid, as a draft.

        Raises:
            ImpossibleCount: if a number is one that no purchase has.
        """
        return Draft(
            title=(self.title.data or "").strip(),
            buyer=(self.buyer.data or "").strip(),
            opportunity_type=OpportunityType(self.type.picked),
            answers=self._answers(),
            go_live=self.go_live.day or date.min,
            notice_on=self.notice_on.day,
            currency=self.currency.picked,
            amount=self.amount.amount,
            calendar=self._calendar(),
            time_zone=self._zone(),
            follow_on_order=self.follow_on_order.data,
            known=frozenset(fact for name, fact in FACTS.items() if self[name].data),
            tier=int(self.tier.picked) if self.tier.picked else None,
            tier_reason=self.tier_reason.data or "",
        )

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal beside the question it answers, in the words of a page."""
        refusal.field = BESIDE.get(refusal.field or "", refusal.field)
        if refusal.field == "calendar" and not (self.calendar.data or "").strip():
            refusal.field = "country"
        refusal.sentence = in_working_days(refusal.sentence)
        super().refuse(refusal)

    def _answers(self) -> Answers:
        return Answers(
            functions_deciding=self.functions_deciding.count,
            data=Data(self.kind_of_data.picked),
            integration=Integration(self.integration.picked),
            sites=self.sites.count,
            funding=Funding(self.funding.picked),
            paper=Paper(self.paper.picked),
            users_changing_habits=self.users_changing_habits.count,
            new_supplier=self.new_supplier.data,
        )

    def _calendar(self) -> str:
        return ((self.calendar.data or "").strip() or self.country.data or "").upper()

    def _zone(self) -> str:
        return (self.time_zone.data or "").strip() or time_zone_of(self._calendar())
