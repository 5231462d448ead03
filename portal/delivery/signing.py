"""How pyHanko is told to sign: nothing beside the seal is changed, and nothing is written anew."""

import hashlib
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.timestamps import TimeStamper

from portal.delivery.timestamping import AsItCame
from portal.delivery.verifying.certificates import raw
from portal.delivery.verifying.container import rebuilt


class Signer(signers.SimpleSigner):
    """Signs, asks for the time itself, and hands on the container as it is to be written.

    Where pyHanko puts a token into a container, one in a few takes longer than sealing may; see
    ``certificates.raw`` for why.
    """

    async def async_sign(self, *words: Any, **terms: Any) -> cms.ContentInfo:
        """Return the signed container, in the one form that the verifier accepts."""
        timestamper: TimeStamper | None = terms.pop("timestamper", None)
        info = await super().async_sign(*words, **terms)
        if timestamper is None:
            return AsItCame.load(rebuilt(info))
        _, method = words
        (signer,) = info["content"]["signer_infos"]
        digest = hashlib.new(method, signer["signature"].native).digest()
        token = await timestamper.async_timestamp(digest, method)
        return AsItCame.load(rebuilt(info, token=raw(token)))


class Sealer(signers.PdfSigner):
    """Signs, and leaves the file what it is: PDF/A-3, which is PDF 1.7 without extensions."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Register none; each would make the file a PDF 2.0."""


def signer_of(keys: bytes, passphrase: bytes | None) -> Signer:
    """Return who signs with the key of a P12, with the certificates in it."""
    loaded = signers.SimpleSigner.load_pkcs12_data(keys, (), passphrase)
    return Signer(
        signing_cert=loaded.signing_cert,
        signing_key=loaded.signing_key,
        cert_registry=loaded.cert_registry,
    )
