"""What add-ons say. Their makers are not asked; test strings and the test address of block lists decide.

* Block lists (Spamhaus, Abusix): ``127.0.0.2`` is on every list, as RFC 5782 has it, and nothing else is.
* Trend Micro: a message with the EICAR string is no pass; Vade: nor is one with the GTUBE string.

Words that add-ons answer with (a category, a list's name) are theirs alone: conditions on them are never met.
"""

from __future__ import annotations

from ses_constructs.local.ses.connection import Connection
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.ingress.arrival import Arrival
from ses_constructs.local.ses.state import PlaceState

LISTED_IP = "127.0.0.2"
_BLOCK_LISTS = frozenset({"SPAMHAUS_DBL", "ABUSIX_MAIL_INTELLIGENCE"})


def is_listed(state: PlaceState, analysis: Document, connection: Connection) -> bool:
    """Whether a block list has the sending host; no other add-on has."""
    return _addon(state, analysis) in _BLOCK_LISTS and connection.source_ip == LISTED_IP


def verdict(state: PlaceState, analysis: Document, arrival: Arrival) -> str:
    """``PASS`` or ``FAIL``; ``PROCESSING_FAILED`` when there is no such add-on instance."""
    found = arrival.verdicts
    match _addon(state, analysis):
        case "TRENDMICRO_VSAPI":
            return found.virus
        case "VADE_ADVANCED_EMAIL_SECURITY":
            return "FAIL" if "FAIL" in (found.virus, found.spam) else "PASS"
        case None:
            return "PROCESSING_FAILED"
    return "FAIL" if is_listed(state, analysis, arrival.connection) else "PASS"


def _addon(state: PlaceState, analysis: Document) -> str | None:
    instance = state.kept("AddonInstance").get(analysis["Analyzer"].rpartition("/")[2])
    return None if instance is None else str(instance["AddonName"])
