"""Zip files that documents are kept in (.docx, .xlsx): refused before anything is unpacked where
what they declare is over the limits."""

from __future__ import annotations

import zipfile

from extract.limits import Limits
from extract.readers.errors import UnreadableError

_SUSPICIOUS = 10_000_000


def check_archive(archive: zipfile.ZipFile, limits: Limits, what: str, program: str) -> None:
    """Refuse an archive that would unpack to too much, or is encrypted. ``what`` it is and the
    ``program`` that makes such files go into the message."""
    entries = archive.infolist()
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if (
        len(entries) > limits.max_archive_entries
        or declared > limits.max_unpacked
        or (declared > _SUSPICIOUS and declared / packed > limits.max_ratio)
    ):
        raise UnreadableError(
            "too-large",
            f"The {what} would unpack to {declared / 1e6:,.0f} MB. It is not opened: "
            f"save it again in {program}, or find out who made it.",
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableError(
            "password-protected",
            f"The {what} is protected by a password. Save a copy without it.",
        )
