"""The facts about who belongs to the committee, and from where somebody may come to it unasked."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DomainAllowed:
    """The buyer's side let whoever has a mailbox of a domain come by a link of their own."""

    NAME: ClassVar = "domain.allowed"
    domain: str


@dataclass(frozen=True, slots=True)
class DomainDisallowed:
    """The buyer's side closed that way again; who came by it stays."""

    NAME: ClassVar = "domain.disallowed"
    domain: str


@dataclass(frozen=True, slots=True)
class GuestInvited:
    """A link was mailed to somebody unnamed, at an allowed domain; ``member`` is who they become.

    They are no member before they have come by it, which shows that the mailbox is theirs.
    """

    NAME: ClassVar = "guest.invited"
    member: str
    domain: str
    commitment: str


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Somebody came by an allowed domain: they read, and nothing is asked of them yet."""

    NAME: ClassVar = "member.joined"
    member: str
    commitment: str


@dataclass(frozen=True, slots=True)
class MemberSeated:
    """Somebody who had joined without a seat was named, and given seats."""

    NAME: ClassVar = "member.seated"
    member: str
    seats: tuple[str, ...]
    commitment: str


@dataclass(frozen=True, slots=True)
class MemberReaddressed:
    """A member's mails go to another address from here on."""

    NAME: ClassVar = "member.readdressed"
    member: str
    commitment: str


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Somebody is off the committee for good; what they answered stays on record."""

    NAME: ClassVar = "member.left"
    member: str


@dataclass(frozen=True, slots=True)
class MemberErased:
    """Nothing is kept any more of who a member is; whoever was still there has left with it."""

    NAME: ClassVar = "member.erased"
    member: str
