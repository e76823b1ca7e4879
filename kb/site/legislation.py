"""A document as schema.org/Legislation, for programs that read pages (JSON-LD)."""

from __future__ import annotations

import json

from markupsafe import Markup

from kb.site.cards import Row


def json_ld(document: Row, address: str) -> Markup:
    """A document as schema.org/Legislation, as JSON that is safe in a page."""
    status = {
        "in_force": "InForce", "amended": "InForce", "partly_expired": "PartiallyInForce",
        "expired": "NotInForce", "suspended": "NotInForce", "not_yet_in_force": "NotInForce",
    }.get(document["status"])  # fmt: skip
    told = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": address,
        "url": address,
        "name": document["title"] or document["number"],
        "legislationIdentifier": document["number"],
        "legislationType": document["type"],
        "legislationDate": document["issued_on"],
        "legislationDateOfApplicability": document["effective_on"],
        "legislationLegalForce": f"https://schema.org/{status}" if status else None,
        "legislationJurisdiction": document["jurisdiction"],
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": document["issuer_name"]}
        if document["issuer_name"]
        else None,
        "inLanguage": document["language"],
    }
    text = json.dumps({k: v for k, v in told.items() if v is not None}, ensure_ascii=False)
    for mark, escaped in (("<", "\\u003c"), ("&", "\\u0026"), (">", "\\u003e")):
        text = text.replace(mark, escaped)
    return Markup(text)
