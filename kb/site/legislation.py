"""A document as schema.org/Legislation, for programs that read pages (JSON-LD).

What it does to others is told as schema.org tells it: ``legislationChanges`` for what it amends, replaces,
repeals, corrects or suspends, ``legislationConsolidates``, ``legislationApplies`` for what it carries out or
details, ``isBasedOn`` for its legal basis, ``citation`` for the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from kb.site.cards import Row
from kb.site.wording import Wording

_FORCE = {
    "in_force": "InForce", "amended": "InForce", "partly_expired": "PartiallyInForce",
    "expired": "NotInForce", "suspended": "NotInForce", "not_yet_in_force": "NotInForce",
}  # fmt: skip
_DOES = {
    "amends": "legislationChanges", "replaces": "legislationChanges",
    "repeals": "legislationChanges", "corrects": "legislationChanges",
    "suspends": "legislationChanges", "consolidates": "legislationConsolidates",
    "implements": "legislationApplies", "details": "legislationApplies", "basis": "isBasedOn",
}  # fmt: skip
_MOST = 100


def json_ld(
    document: Row,
    address: Callable[[str], str],
    rests_on: Iterable[Row] = (),
    say: Wording | None = None,
) -> Markup:
    """A document as schema.org/Legislation, as JSON that is safe in a page. ``address`` gives the page
    of a document by its id."""
    say = say or Wording("vi")
    status = _FORCE.get(document["status"])
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": address(document["id"]),
        "url": address(document["id"]),
        "name": document["title"] or document["number"],
        "legislationIdentifier": document["number"],
        "legislationType": say.code("type", document["type"]),
        "legislationDate": document["issued_on"],
        "legislationDateOfApplicability": document["effective_on"],
        "temporalCoverage": _validity(document),
        "legislationLegalForce": f"https://schema.org/{status}" if status else None,
        "legislationJurisdiction": _territory(document["jurisdiction"], say),
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": document["issuer_name"]}
        if document["issuer_name"]
        else None,
        "inLanguage": document["language"],
        **_others(rests_on, address, say),
    }
    text = json.dumps({k: v for k, v in told.items() if v}, ensure_ascii=False)
    for mark, escaped in (("<", "\\u003c"), ("&", "\\u0026"), (">", "\\u003e")):
        text = text.replace(mark, escaped)
    return Markup(text)


def _territory(place: str | None, say: Wording) -> dict[str, str] | None:
    if place == "vn":
        return {"@type": "Country", "name": "Việt Nam"}
    return {"@type": "AdministrativeArea", "name": say.place(place)} if place else None


def _validity(document: Row) -> str | None:
    """From when to when it is in force, as ISO 8601 writes a period."""
    if not document["effective_on"]:
        return None
    return f"{document['effective_on']}/{document['expired_on'] or '..'}"


def _others(
    rests_on: Iterable[Row], address: Callable[[str], str], say: Wording
) -> dict[str, list[dict[str, Any]]]:
    """What the document does to others, by schema.org's property."""
    others: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rests_on:
        told = {
            "@type": "Legislation",
            "@id": address(row["id"]),
            "name": row["title"] or row["number"] or row["id"],
            "legislationIdentifier": row["number"],
            "legislationType": say.code("type", row["type"]),
        }
        listed = others.setdefault(_DOES.get(row["relation"], "citation"), {})
        if len(listed) < _MOST:
            listed[row["id"]] = {name: value for name, value in told.items() if value}
    return {name: list(found.values()) for name, found in others.items()}
