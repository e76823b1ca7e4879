"""Who signed a PDF digitally, and when: kept apart from its text.

A signature (ISO 32000-1, 12.8) holds the certificates of who made it as PKCS #7 and the moment as
``D:20240318084142+07'00'``. Offices sign with the certificate of a person, of the body itself (its
seal) and of the gazette that publishes it. What the certificate says is taken as it stands; whether
it is genuine is for a program that verifies signatures.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from extract.facts import DigitalSignature

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_MOST = 100
_LARGEST = 4_000_000  # bytes
# D:20240318084142+07'00'
_MOMENT = re.compile(
    r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(?P<zulu>Z)|(?P<sign>[+-])(?P<hours>\d\d)'?(?P<minutes>\d\d)?)?"
)


def read_signatures(document: Any) -> tuple[DigitalSignature, ...]:
    """The digital signatures of a document (pypdfium2), each person and moment once."""
    count = min(pdfium.FPDF_GetSignatureCount(document.raw), _MOST)
    found = [_signature(document, index) for index in range(max(count, 0))]
    return tuple(dict.fromkeys(one for one in found if one.name or one.signed_at))


def _signature(document: Any, index: int) -> DigitalSignature:
    handle = pdfium.FPDF_GetSignatureObject(document.raw, index)
    if not handle:
        return DigitalSignature(None)
    moment = _filled(lambda *room: pdfium.FPDFSignatureObj_GetTime(handle, *room))
    contents = _filled(lambda *room: pdfium.FPDFSignatureObj_GetContents(handle, *room))
    name, organisation = _signer(contents)
    return DigitalSignature(name, organisation, _as_iso(moment.decode("ascii", "ignore")))


def _filled(call: Callable[[Any, int], int]) -> bytes:
    """What a function of PDFium writes, that first tells how much room it wants."""
    length = call(None, 0)
    if not 0 < length <= _LARGEST:
        return b""
    room = ctypes.create_string_buffer(length)
    call(room, length)
    return room.raw


def _as_iso(moment: str) -> str | None:
    """``2024-03-18T08:41:42+07:00``"""
    match = _MOMENT.match(moment)
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()[:6]
    zone = "+00:00" if match["zulu"] else ""
    if match["sign"]:
        zone = f"{match['sign']}{match['hours']}:{match['minutes'] or '00'}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def _signer(contents: bytes) -> tuple[str | None, str | None]:
    """The name on the certificate of whoever signed, and the organisation: unit, then body."""
    from cryptography.x509.oid import NameOID

    certificate = next(_owners(contents), None)
    if certificate is None:
        return None, None

    def values(kind: Any) -> list[str]:
        return [
            " ".join(str(a.value).split()) for a in certificate.subject.get_attributes_for_oid(kind)
        ]

    names = values(NameOID.COMMON_NAME)
    bodies = values(NameOID.ORGANIZATIONAL_UNIT_NAME) + values(NameOID.ORGANIZATION_NAME)
    return (names[0] if names else None), ", ".join(bodies) or None


def _owners(contents: bytes) -> Iterator[Certificate]:
    """The certificates that issued no other one in the signature."""
    from cryptography.hazmat.primitives.serialization import pkcs7

    try:
        found = pkcs7.load_der_pkcs7_certificates(_without_padding(contents))
        issuers = {one.issuer for one in found if one.issuer != one.subject}
        yield from [one for one in found if one.subject not in issuers]
    except ValueError:  # damaged, or of a kind that is not read
        return


def _without_padding(contents: bytes) -> bytes:
    """A DER value without the zeros that fill the room kept for it."""
    if len(contents) < 2 or contents[0] != 0x30 or contents[1] <= 0x80:
        return contents
    digits = contents[1] - 0x80
    return contents[: 2 + digits + int.from_bytes(contents[2 : 2 + digits], "big")]
