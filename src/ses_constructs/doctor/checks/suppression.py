"""Whether addresses that bounce are left alone, and no address of one's own is among them."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.review import Finding, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY

OFF = Rule(
    id="account-suppression-off",
    severity=Severity.WARNING,
    why="The set leaves suppression to the account, which writes again to addresses that bounced or complained.",
    cure="aws sesv2 put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT",
    source="Guide: Using the Amazon SES account-level suppression list",
)
OWN_ADDRESS = Rule(
    id="own-address-suppressed",
    severity=Severity.WARNING,
    why="SES drops mail to it without a bounce: replies, reports and tests that go there vanish.",
    cure="aws sesv2 delete-suppressed-destination --email-address ADDRESS, once the mailbox works.",
    source="Guide: Using the Amazon SES account-level suppression list",
)
RULES = (OFF, OWN_ADDRESS)

_REASONS = ("BOUNCE", "COMPLAINT")
_MOST_PAGES = 20
"""A list of a million addresses is not read to its end: at a thousand a page, the newest 20,000 are looked at."""


def check(stack: DeployedStack) -> Iterator[Finding]:
    ses = stack.session.client("sesv2")
    reasons = ses.get_account().get("SuppressionAttributes", {}).get("SuppressedReasons", [])
    missing = [reason for reason in _REASONS if reason not in reasons]
    for resource, name in stack.of_type(CONFIGURATION_SET):
        if missing and resource.get("SuppressionOptions.SuppressedReasons").absent:
            yield OFF.at(stack.place(name, resource), f"the account does not suppress {' and '.join(missing)}")
    domains = {name.lower() for _, name in stack.of_type(IDENTITY)}
    for address, reason in _suppressed(stack) if domains else ():
        if address.lower() in domains or address.rpartition("@")[2].lower() in domains:
            yield OWN_ADDRESS.at(stack.place(address), f"it is on the suppression list for {reason}")


def _suppressed(stack: DeployedStack) -> Iterator[tuple[str, str]]:
    ses = stack.session.client("sesv2")
    page = ses.list_suppressed_destinations(PageSize=1000)
    for _ in range(_MOST_PAGES):
        for one in page.get("SuppressedDestinationSummaries", []):
            yield one["EmailAddress"], one["Reason"]
        token = page.get("NextToken")
        if not token:
            return
        page = ses.list_suppressed_destinations(PageSize=1000, NextToken=token)
