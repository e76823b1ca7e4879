"""The one exception that leaves the readers."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "empty",
    "unsupported-format",
    "binary",
    "unknown-encoding",
    "damaged",
    "password-protected",
    "ocr-missing",
    "converter-missing",
    "converter-failed",
    "no-text",
    "too-large",
    "unreadable",
    "register-columns",
    "register-mapping",
]


class UnreadableError(Exception):
    """A file that cannot be read: ``kind`` is a short code for a row of ``problems``, ``message``
    one line that says what is wrong and what to do."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(kind, message)
        self.kind = kind
        self.message = message

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


def without_ocr_extra() -> UnreadableError:
    """The packages that read scans are not installed."""
    return UnreadableError(
        "ocr-missing",
        "The pages are images, and the OCR extra is not installed: run"
        " pip install 'chi-thi-kb[ocr]' and build again.",
    )
