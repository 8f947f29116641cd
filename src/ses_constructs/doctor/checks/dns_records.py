"""Whether DNS answers what the stack publishes, or told somebody to publish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ses_constructs.dns.found_record import FoundRecord
from ses_constructs.dns.known_values import KnownValues
from ses_constructs.dns.stack_records import find_records
from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.doctor.name_server import Answer
from ses_constructs.review import Finding, Resource, Rule, Severity
from ses_constructs.review.policies import IDENTITY_SETTINGS

MISSING = Rule(
    id="dns-record-missing",
    severity=Severity.ERROR,
    why="Receivers and SES ask for it and get nothing: mail is unsigned, unverified or goes nowhere.",
    cure="Publish it; if it is published, check that the domain's registrar names the name servers of the zone.",
    source="Guide: Troubleshooting domain and email address verification",
)
DIFFERENT = Rule(
    id="dns-record-different",
    severity=Severity.ERROR,
    why="Somebody else's record answers; SES and receivers believe that one.",
    cure="Find the other record, often in another zone or at another DNS provider, and put this one in its place.",
    source="Guide: Troubleshooting domain and email address verification",
)
CROWDED = Rule(
    id="mail-from-mx-crowded",
    severity=Severity.ERROR,
    why="SES takes a MAIL FROM domain for verified only while it has exactly one MX record.",
    cure="Remove the other MX records, or use a subdomain that nothing else uses.",
    source="Guide: Using a custom MAIL FROM domain",
)
TWICE = Rule(
    id="policy-record-twice",
    severity=Severity.ERROR,
    why="A name with two SPF or two DMARC records counts as one without any.",
    cure="Make one record of them.",
    source="RFC 7208, section 4.5; RFC 7489, section 6.6.3",
)
SILENT = Rule(
    id="dns-does-not-answer",
    severity=Severity.WARNING,
    why="Whether the record is there cannot be told; receivers may have the same trouble.",
    cure="Ask another resolver with --resolver, and check the name servers of the zone.",
    source="RFC 1034, section 5",
)
UNKNOWN = Rule(
    id="dns-record-unknown",
    severity=Severity.NOTE,
    why="The value comes from a place that cannot be read back, so that DNS was not asked.",
    cure="Compare it by hand with what Route 53 shows.",
    source="Review rules",
)
RULES = (MISSING, DIFFERENT, CROWDED, TWICE, SILENT, UNKNOWN)

_KEY = re.compile(r"(?:^|;)\s*p\s*=\s*[A-Za-z0-9+/]")
"""A key that is empty was taken back. RFC 6376, section 3.6.1."""
_FEEDBACK = "feedback-smtp."
_POLICIES = ("v=spf1", "v=dmarc1")


def check(stack: DeployedStack) -> Iterator[Finding]:
    known = KnownValues([stack.synthesized], stack.deployment)
    found = find_records(stack.synthesized, known, by_hand_only=False)
    own_keys = _own_keys(stack)
    for name, resource in own_keys.values():
        yield from _holds_key(stack, name, resource)
    for reference in [one for one in found.unknown if one not in own_keys]:
        yield UNKNOWN.at(stack.place(reference), f"the value of {reference} is not known")
    asked = {(record.name.lower(), record.type): record for record in found.records}
    for (name, type_name), record in asked.items():
        wanted = {_value(one) for one in found.records if (one.name.lower(), one.type) == (name, type_name)}
        yield from _compared(stack, record, wanted)


def _own_keys(stack: DeployedStack) -> dict[str, tuple[str, Resource]]:
    """Name and owner of each record of an own DKIM key, by the reference that stands for its value."""
    return {
        f"{resource.logical_id}.DkimRecord{number}": (name, resource)
        for resource in stack.assembly.resources(IDENTITY_SETTINGS)
        for number, name in enumerate(resource.get("Dkim.Zone.Names").literals)
    }


def _holds_key(stack: DeployedStack, name: str, resource: Resource) -> Iterator[Finding]:
    """The key itself cannot be read back; SES compares the one that signs, and says so of the identity."""
    answer = stack.name_server.look_up(name, "TXT")
    place, title = stack.place(name, resource), f"the TXT record of {name}"
    if answer is Answer.SILENCE:
        yield SILENT.at(place, f"no answer for {title}")
    elif answer is Answer.NOTHING:
        yield MISSING.at(place, f"{title} is not there; it should hold a DKIM key")
    elif not any(_KEY.search(text) for text in answer):
        yield DIFFERENT.at(place, f"{title} is {' and '.join(answer)}; it should hold a DKIM key")


def _compared(stack: DeployedStack, record: FoundRecord, wanted: set[str]) -> Iterator[Finding]:
    answer = stack.name_server.look_up(record.name, record.type)
    place = stack.place(record.name)
    title = f"the {record.type} record of {record.name}"
    told = " and ".join(sorted(wanted))
    if answer is Answer.SILENCE:
        yield SILENT.at(place, f"no answer for {title}")
    elif answer is Answer.NOTHING:
        yield MISSING.at(place, f"{title} is not there; it should be {told}")
    else:
        if not wanted <= set(answer):
            yield DIFFERENT.at(place, f"{title} is {' and '.join(answer)}; it should be {told}")
        elif record.type == "MX" and any(_FEEDBACK in one for one in wanted) and len(answer) > 1:
            yield CROWDED.at(place, f"{title} has {len(answer)} values: {' and '.join(answer)}")
        yield from (TWICE.at(place, f"{title} has {count} texts of {mark}") for mark, count in _policies(answer))


def _policies(answer: tuple[str, ...]) -> list[tuple[str, int]]:
    counts = [(mark, sum(text.lower().startswith(mark) for text in answer)) for mark in _POLICIES]
    return [(mark, count) for mark, count in counts if count > 1]


def _value(record: FoundRecord) -> str:
    """As a name server gives it: MX with its priority, hosts in lower case."""
    if record.type == "TXT":
        return record.value
    value = record.value.lower()
    return value if record.priority is None else f"{record.priority} {value}"
