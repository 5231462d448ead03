"""Allowed domains: from where colleagues of the buyer may come to a plan without being named."""

import re
from collections.abc import Iterable
from datetime import timedelta

from portal.domain.committee import domain_of, is_suppliers
from portal.domain.refusals import Refusal

GUEST_LIFETIME = timedelta(days=7)
# A stranger who knows a plan's address and an allowed domain can make no more mails than these.
MOST_GUESTS_WAITING = 10
BETWEEN_KNOCKS = timedelta(days=1)
MOST_KNOCKS_NAMED = 5
# Whoever likes has a mailbox there, so it says nothing about where somebody works.
FOR_EVERYBODY = frozenset({
    "aol.com", "fastmail.com", "gmail.com", "gmx.at", "gmx.ch", "gmx.de", "gmx.net",
    "googlemail.com", "hey.com", "hotmail.com", "icloud.com", "live.com", "mac.com", "mail.com",
    "mail.ru", "me.com", "msn.com", "outlook.com", "pm.me", "posteo.de", "proton.me",
    "protonmail.com", "qq.com", "t-online.de", "tuta.com", "tutanota.com", "web.de",
    "yahoo.co.uk", "yahoo.com", "yandex.com", "yandex.ru", "ymail.com", "163.com",
})  # fmt: skip  # a list to read across
LONGEST_DOMAIN = 253
_DOMAIN = re.compile(r"(?!-)[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)+")
# What a stranger typed goes into mails of ours: nothing in it may read as a sentence.
_LOCAL = re.compile(r"[a-z0-9](?:[a-z0-9._+'-]{0,62}[a-z0-9])?")


class NoSuchDomain(Refusal):
    """Only what stands behind the @ of an address can be allowed."""

    def __init__(self) -> None:
        super().__init__(
            "Write what stands behind the @ of your colleagues’ addresses, like company.example.",
            field="domain",
        )


class SupplierDomain(Refusal):
    """The supplier's people never come in as the buyer's (law 3), whoever would allow it."""

    def __init__(self, domain: str) -> None:
        super().__init__(
            f"{domain} is the supplier’s own domain, and nobody from there can join the buyer’s"
            " side. Write your company’s own.",
            field="domain",
        )


class MailboxesForEverybody(Refusal):
    """Where anybody can have a mailbox, a domain would open the plan to anybody."""

    def __init__(self, domain: str) -> None:
        super().__init__(
            f"Anybody can have a mailbox at {domain}, so allowing it would let anybody in."
            " Write a domain that your company alone hands out.",
            field="domain",
        )


class NotLeading(Refusal):
    """Who may come, and who no longer, is said by whoever leads for the buyer."""

    def __init__(self, names: tuple[str, ...]) -> None:
        asked = " or ".join(names)
        super().__init__(
            f"Only whoever leads for your side can do this. Ask {asked}."
            if names
            else "Only whoever leads for your side can do this, and nobody does yet."
        )


def allowable(typed: str, supplier_domains: Iterable[str]) -> str:
    """Return the domain that somebody typed, as it is kept: in small letters, without an @.

    Raises:
        NoSuchDomain, SupplierDomain, MailboxesForEverybody: see each class.
    """
    domain = typed.strip().lower().removeprefix("@").rstrip(".")
    if len(domain) > LONGEST_DOMAIN or not _DOMAIN.fullmatch(domain):
        raise NoSuchDomain
    if is_suppliers(domain, supplier_domains):
        raise SupplierDomain(domain)
    if domain in FOR_EVERYBODY:
        raise MailboxesForEverybody(domain)
    return domain


def may_come(address: str, allowed: Iterable[str]) -> bool:
    """Tell whether an address is plainly written, and of exactly a domain that was allowed."""
    return is_plain(address) and domain_of(address) in set(allowed)


def is_plain(address: str) -> bool:
    """Tell whether an address holds nothing but what most of them do, so that it can be shown."""
    local, _, domain = address.partition("@")
    return bool(_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain))
