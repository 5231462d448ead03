"""A timestamp authority (RFC 3161): asked for the time of a seal, and believed only with proof.

Only the child that seals loads this module. What the authority answers is checked before it is used
and put into the one form in which the verifier accepts it; its signature covers no more than that.
"""

import urllib.error
import urllib.request
from http.client import HTTPException

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from portal.delivery.plain import line
from portal.delivery.verifying import timestamp
from portal.delivery.verifying.container import der, remade
from portal.domain.refusals import Refusal

ANSWERS_WITHIN = 10  # seconds; below what the whole sealing may take
LARGEST_ANSWER = 64 * 1024  # bytes; a token with its certificates has about six thousand
REQUEST, REPLY = "application/timestamp-query", "application/timestamp-reply"


class NoTime(Refusal):
    """Without the time asked for there is no seal: one without it in its place would be a lie."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the timestamp authority of PORTAL_TSA_URL gave no time: {reason}.")


class AsItCame(cms.ContentInfo):  # type: ignore[misc]  # asn1crypto has no types
    """A token that is written as it was read; see ``certificates.raw`` for why."""

    def dump(self, force: bool = False) -> bytes:
        """Return its bytes, even if asked to make them anew."""
        del force
        return der(0x30, self._contents)


class Authority(TimeStamper):
    """Asks the authority at one address, once for each seal."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko is typed in parts
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send a request and return the answer.

        Raises:
            NoTime: if there is none.
        """
        asked = urllib.request.Request(  # noqa: S310  # the settings let only http and https pass
            self.url, req.dump(), {"Content-Type": REQUEST, "Accept": REPLY}
        )
        try:
            with urllib.request.urlopen(asked, timeout=ANSWERS_WITHIN) as answer:  # noqa: S310  # as above
                kind = answer.headers.get_content_type()
                data = answer.read(LARGEST_ANSWER + 1)
        except urllib.error.HTTPError as refused:
            raise NoTime(f"it answered with the status {refused.code}") from refused
        except (OSError, HTTPException) as fault:
            reason = line(str(getattr(fault, "reason", None) or fault)) or "it cannot be reached"
            raise NoTime(reason.rstrip(".")) from fault
        if kind != REPLY or len(data) > LARGEST_ANSWER:
            raise NoTime("what answers there is no timestamp authority")
        return tsp.TimeStampResp.load(data)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the token for a digest, checked and in the one form that is accepted later.

        Raises:
            NoTime: if the authority refuses, or its answer is no proof of a time.
        """
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
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
        return AsItCame.load(strict)
