"""What paper reads of a plan: the shape of the store's page, which delivery cannot import."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol


class Plan(Protocol):
    """A plan's own facts; ``owner`` is the seller's name."""

    @property
    def organisation_id(self) -> str: ...

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def buyer(self) -> str: ...

    @property
    def supplier(self) -> str: ...

    @property
    def go_live(self) -> date: ...

    @property
    def time_zone(self) -> str: ...

    @property
    def currency(self) -> str: ...

    @property
    def amount(self) -> Decimal | None: ...

    @property
    def left_out(self) -> Sequence[Mapping[str, str]]: ...

    @property
    def ledger_seq(self) -> int: ...

    @property
    def ledger_head(self) -> str: ...

    @property
    def owner(self) -> str: ...

    @property
    def owner_title(self) -> str: ...

    @property
    def owner_email(self) -> str: ...


class Line(Protocol):
    """One person asked for one act of a milestone, and how they stand."""

    @property
    def member(self) -> str: ...

    @property
    def role(self) -> str: ...

    @property
    def act(self) -> str: ...

    @property
    def say(self) -> str: ...

    @property
    def answer(self) -> str | None: ...

    @property
    def seq(self) -> int | None: ...


class Milestone(Protocol):
    """A milestone with its standing."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def phase(self) -> int: ...

    @property
    def asks(self) -> Sequence[Sequence[str]]: ...

    @property
    def document_id(self) -> str | None: ...

    @property
    def due_on(self) -> date | None: ...

    @property
    def standing(self) -> str: ...

    @property
    def missing(self) -> Sequence[str]: ...

    @property
    def empty_seats(self) -> Sequence[str]: ...

    @property
    def out_of_reach(self) -> Sequence[str]: ...

    @property
    def lines(self) -> Sequence[Line]: ...

    @property
    def closed_at(self) -> str | None: ...


class Member(Protocol):
    """A person of the buyer's side."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def email(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def seats(self) -> Sequence[str]: ...

    @property
    def erased_at(self) -> datetime | None: ...

    @property
    def limit_amount(self) -> Decimal | None: ...

    @property
    def limit_currency(self) -> str | None: ...


class Revision(Protocol):
    """The current revision of a document."""

    @property
    def document_id(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def number(self) -> int: ...

    @property
    def content(self) -> Mapping[str, Any]: ...

    @property
    def hash(self) -> str: ...

    @property
    def amount(self) -> Decimal | None: ...

    @property
    def currency(self) -> str | None: ...

    @property
    def made_by_side(self) -> str: ...

    @property
    def made_at(self) -> datetime: ...

    @property
    def note(self) -> str: ...


class Decision(Protocol):
    """An answer (or a seller's report) with the words that were said."""

    @property
    def seq(self) -> int: ...

    @property
    def milestone_code(self) -> str: ...

    @property
    def act(self) -> str: ...

    @property
    def answer(self) -> str: ...

    @property
    def member_id(self) -> str | None: ...

    @property
    def document_id(self) -> str | None: ...

    @property
    def revision(self) -> int | None: ...

    @property
    def hash(self) -> str: ...

    @property
    def words(self) -> Mapping[str, Any]: ...

    @property
    def title(self) -> str: ...

    @property
    def limit_amount(self) -> Decimal | None: ...

    @property
    def limit_currency(self) -> str | None: ...

    @property
    def recommendation(self) -> bool: ...

    @property
    def at(self) -> datetime: ...


class Page(Protocol):
    """Everything about one plan, read in one snapshot."""

    @property
    def plan(self) -> Plan: ...

    @property
    def milestones(self) -> Sequence[Milestone]: ...

    @property
    def members(self) -> Sequence[Member]: ...

    @property
    def documents(self) -> Mapping[str, Revision]: ...

    @property
    def decisions(self) -> Sequence[Decision]: ...
