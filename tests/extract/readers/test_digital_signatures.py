"""Who signed a PDF, and when, as the signature in the file says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from extract.facts import DigitalSignature
from extract.pipeline import extract
from extract.readers import read_bytes


def pkcs7_of(name: str, unit: str, body: str) -> bytes:
    """A signature over nothing, with one certificate of its own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, body),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA")]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2030, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    builder = (
        pkcs7.PKCS7SignatureBuilder().set_data(b"").add_signer(certificate, key, hashes.SHA256())
    )
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature])


def pdf_signed(*signatures: tuple[bytes, str]) -> bytes:
    """A page that says "Van ban mau", with signature fields (contents, moment)."""
    drawn = b"BT /F1 14 Tf 72 700 Td (Van ban mau so 1) Tj ET"
    fields = [f"{6 + 2 * n} 0 R" for n in range(len(signatures))]
    objects = [
        f"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{' '.join(fields)}]/SigFlags 3>>>>".encode(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[{' '.join(fields)}]"
        "/Resources<</Font<</F1 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, (contents, moment) in enumerate(signatures):
        padded = contents + bytes(64)
        objects += [
            f"<</Type/Annot/Subtype/Widget/FT/Sig/T(S{n})/Rect[0 0 0 0]/P 3 0 R/V {7 + 2 * n} 0 R>>".encode(),
            f"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M({moment})"
            f"/ByteRange[0 0 0 0]/Contents<{padded.hex()}>>>".encode(),
        ]  # fmt: skip
    out, offsets = b"%PDF-1.7\n", []
    for number, written in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def test_a_signature_gives_who_and_when_and_is_no_part_of_the_text() -> None:
    signed = pkcs7_of("Trần Thị Mẫu", "VĂN PHÒNG", "UBND TỈNH MẪU")
    source = read_bytes(pdf_signed((signed, "D:20240318084142+07'00'")), "a.pdf")
    wanted = DigitalSignature(
        "Trần Thị Mẫu", "VĂN PHÒNG, UBND TỈNH MẪU", "2024-03-18T08:41:42+07:00"
    )
    assert source.signatures == extract(source).signatures == (wanted,)
    assert "Mẫu" not in source.text


def test_the_seal_on_several_places_of_a_file_is_one_signature() -> None:
    seal = pkcs7_of("Ủy ban nhân dân", "Văn thư", "Tỉnh Mẫu"), "D:20240318084142Z"
    source = read_bytes(pdf_signed(seal, seal), "a.pdf")
    assert [one.signed_at for one in source.signatures] == ["2024-03-18T08:41:42+00:00"]


@pytest.mark.parametrize("contents", [b"", b"0", b"\x30\x84\xff\xff\xff\xff", bytes(200)])
def test_a_damaged_signature_keeps_its_moment(contents: bytes) -> None:
    source = read_bytes(pdf_signed((contents, "D:20240318084142")), "a.pdf")
    assert source.signatures == (DigitalSignature(None, None, "2024-03-18T08:41:42"),)


def test_a_signature_that_says_nothing_is_none() -> None:
    assert read_bytes(pdf_signed((b"", "yesterday")), "a.pdf").signatures == ()
