"""A timestamp authority (RFC 3161): asked for the time of a seal, and believed only with proof.

Only the child that seals loads this module. What the authority answers is checked before it is used
and put into the one form in which the verifier accepts it; its signature covers no more than that.
"""

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from portal.delivery.fetching import Errand, NoAnswer
from portal.delivery.plain import line
from portal.delivery.verifying import timestamp
from portal.delivery.verifying.certificates import certificates
from portal.delivery.verifying.container import der, remade
from portal.domain.refusals import Refusal

LARGEST_ANSWER = 64 * 1024  # bytes; a token with its certificates has about six thousand
REQUEST, REPLY = "application/timestamp-query", "application/timestamp-reply"


class NoTime(Refusal):
    """Without the time asked for there is no seal: one without it in its place would be a lie."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the timestamp authority of PORTAL_TSA_URL gave no time: {reason}.")


class AsItCame(cms.ContentInfo):  # type: ignore[misc]  # asn1crypto has no types
    """A container that is written as it was read; see ``certificates.raw`` for why."""

    def dump(self, force: bool = False) -> bytes:
        """Return its bytes, even if asked to make them anew."""
        del force
        return der(0x30, self._contents)


class Authority(TimeStamper):
    """Asks the authority at one address, once for each time it has to give.

    ``own`` is the certificate it gave its first time with, ``others`` what came beside it: what
    shows that none of them was revoked stands in the seal, so no later time may be of another.
    """

    def __init__(self, url: str, errand: Errand) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko is typed in parts
        self.url = url
        self.errand = errand
        self.own: asn1.Certificate | None = None
        self.others: list[asn1.Certificate] = []

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send a request and return the answer.

        Raises:
            NoTime: if there is none.
        """
        headers = {"Content-Type": REQUEST, "Accept": REPLY}
        try:
            kind, data = self.errand.fetch(self.url, LARGEST_ANSWER, req.dump(), headers)
        except NoAnswer as none:
            raise NoTime(str(none)) from none
        if kind != REPLY:
            raise NoTime("what answers there is no timestamp authority")
        return tsp.TimeStampResp.load(data)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the token for a digest, checked and in the one form that is accepted later.

        Raises:
            NoTime: if the authority refuses, or its answer is no proof of a time.
        """
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            own, others = certificates(token["content"])
            strict = remade(token)
            fault = timestamp.fault(
                cms.ContentInfo.load(strict), {md_algorithm: message_digest}.get
            )
        except NoTime:
            raise
        except TimestampRequestError as refused:
            raise NoTime(line(str(refused)).rstrip(".")) from refused
        except Exception as wrong:
            raise NoTime("its answer cannot be read") from wrong
        if fault:
            raise NoTime(fault.rstrip(".")[:1].lower() + fault.rstrip(".")[1:])
        assert own is not None  # what names no certificate has a fault
        if self.own is not None and own.sha256 != self.own.sha256:
            raise NoTime("it signs now with one certificate and now with another")
        self.own, self.others = own, others
        return AsItCame.load(strict)

    async def introduced(self) -> tuple[asn1.Certificate, list[asn1.Certificate]]:
        """Return the authority's certificate and the others it sends, after it gave a first time.

        Raises:
            NoTime: if it gives none.
        """
        await self.async_dummy_response("sha256")
        return self.own, self.others
