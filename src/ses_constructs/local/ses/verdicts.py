"""What the checks of an inbound message come to.

Content is judged by the strings made for that: GTUBE is spam, EICAR is a virus. Nobody signs mail for a test, so
senders choose their own verdict: each label of a domain below ``.test`` that reads ``<check>-<result>`` sets one.

    bounce@spf-fail.test                   SPF FAIL
    you@dkim-gray.dmarc-reject.test        DKIM GRAY, DMARC FAIL with the policy reject

Checks are ``spf`` (of the envelope's sender), ``dkim`` and ``dmarc`` (of the From header). Results are ``pass``,
``fail``, ``gray`` and ``error`` (``PROCESSING_FAILED``), and for DMARC the policy of a domain whose check fails:
``none``, ``quarantine``, ``reject``. Whoever says nothing passes; without a word on DMARC it fails only where both
others do.
"""

from __future__ import annotations

from dataclasses import dataclass

from ses_constructs.local.ses.delivery import EICAR
from ses_constructs.local.ses.mail import addresses, header

# The spam filter test string of SpamAssassin.
GTUBE = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
_RESULTS = {"pass": "PASS", "fail": "FAIL", "gray": "GRAY", "error": "PROCESSING_FAILED"}
_POLICIES = ("none", "quarantine", "reject")
_ZONE = "test"


@dataclass(frozen=True, slots=True)
class Verdicts:
    """``PASS``, ``FAIL``, ``GRAY`` or ``PROCESSING_FAILED`` each; ``dmarc_policy`` is set where DMARC fails."""

    spam: str = "PASS"
    virus: str = "PASS"
    spf: str = "PASS"
    dkim: str = "PASS"
    dmarc: str = "PASS"
    dmarc_policy: str | None = None


def verdicts_of(source: str, raw: bytes) -> Verdicts:
    """The verdicts on a message with this envelope sender."""
    author = next(iter(addresses(header(raw, "From") or "")), source)
    envelope, content = _said(source), _said(author)
    spf, dkim = _RESULTS.get(envelope.get("spf", ""), "PASS"), _RESULTS.get(content.get("dkim", ""), "PASS")
    wish = content.get("dmarc", "")
    if wish in _POLICIES:
        dmarc = "FAIL"
    elif wish in _RESULTS:
        dmarc = _RESULTS[wish]
    else:
        dmarc = "FAIL" if spf == dkim == "FAIL" else "PASS"
    return Verdicts(
        spam="FAIL" if GTUBE in raw else "PASS",
        virus="FAIL" if EICAR in raw else "PASS",
        spf=spf,
        dkim=dkim,
        dmarc=dmarc,
        dmarc_policy=(wish if wish in _POLICIES else "none") if dmarc == "FAIL" else None,
    )


def _said(address: str) -> dict[str, str]:
    """What the labels of an address below ``.test`` ask for, by check."""
    *labels, zone = address.rpartition("@")[2].lower().split(".")
    if zone != _ZONE:
        return {}
    pairs = (label.partition("-") for label in labels)
    return {check: result for check, _, result in pairs if check in ("spf", "dkim", "dmarc")}
