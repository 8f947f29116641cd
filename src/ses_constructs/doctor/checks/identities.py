"""Whether SES has verified what the stack sends from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.review import Finding, Place, Resource, Rule, Severity
from ses_constructs.review.sending import IDENTITY

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import GetEmailIdentityResponseTypeDef

_SEE = "Guide: Troubleshooting domain and email address verification"
MISSING = Rule(
    id="identity-missing",
    severity=Severity.ERROR,
    why="Somebody deleted it behind the stack's back; all mail from it is refused.",
    cure="Import or create it again, and publish its new DKIM records.",
    source="API: GetEmailIdentity",
)
UNVERIFIED = Rule(
    id="identity-not-verified",
    severity=Severity.ERROR,
    why="SES refuses mail from it.",
    cure="Publish the DKIM records as SES names them; for an address, click the link in the mail from AWS.",
    source=_SEE,
)
DKIM = Rule(
    id="dkim-not-verified",
    severity=Severity.ERROR,
    why="Mail goes out unsigned, or SES is about to take the verification back.",
    cure="Publish the three CNAME records, or the TXT record of an own key, as SES names them.",
    source="Guide: Troubleshooting DKIM problems in Amazon SES",
)
UNSIGNED = Rule(
    id="dkim-switched-off",
    severity=Severity.ERROR,
    why="Mail goes out unsigned, although the stack says otherwise.",
    cure="aws sesv2 put-email-identity-dkim-attributes --signing-enabled --email-identity NAME",
    source="Guide: Authenticating email with DKIM in Amazon SES",
)
MAIL_FROM = Rule(
    id="mail-from-not-verified",
    severity=Severity.ERROR,
    why="SPF does not align, and mail is refused where the identity rejects it without the domain's MX record.",
    cure="Publish the MX record to feedback-smtp and the SPF record of the MAIL FROM domain, in that region.",
    source="Guide: Using a custom MAIL FROM domain",
)
DEFAULT_SET = Rule(
    id="default-configuration-set-differs",
    severity=Severity.WARNING,
    why="Mail that names no set goes out under rules that the stack did not choose.",
    cure="aws sesv2 put-email-identity-configuration-set-attributes, with the set of the stack.",
    source="Guide: Default configuration sets",
)
RULES = (MISSING, UNVERIFIED, DKIM, UNSIGNED, MAIL_FROM, DEFAULT_SET)

_DONE = "SUCCESS"


def check(stack: DeployedStack) -> Iterator[Finding]:
    ses = stack.session.client("sesv2")
    for resource, name in stack.of_type(IDENTITY):
        place = stack.place(name, resource)
        try:
            found = ses.get_email_identity(EmailIdentity=name)
        except ses.exceptions.NotFoundException:
            yield MISSING.at(place, f"SES has no identity {name}")
            continue
        yield from _verification(place, found)
        yield from _signing(place, resource, found)
        yield from _mail_from(place, found)
        yield from _default_set(stack, place, resource, found)


def _verification(place: Place, found: GetEmailIdentityResponseTypeDef) -> Iterator[Finding]:
    if not found.get("VerifiedForSendingStatus"):
        reason = found.get("VerificationInfo", {}).get("ErrorType")
        told = f"; SES says {reason}" if reason else ""
        yield UNVERIFIED.at(place, f"its verification is {found.get('VerificationStatus', 'unknown')}{told}")


def _signing(place: Place, resource: Resource, found: GetEmailIdentityResponseTypeDef) -> Iterator[Finding]:
    dkim = found.get("DkimAttributes", {})
    if resource.get("DkimAttributes.SigningEnabled").flag is False or found.get("IdentityType") != "DOMAIN":
        return
    if not dkim.get("SigningEnabled"):
        yield UNSIGNED.at(place, "SES does not sign its mail")
    # An identity that is not verified has said so already.
    elif dkim.get("Status") != _DONE and found.get("VerifiedForSendingStatus"):
        yield DKIM.at(place, f"DKIM is {dkim.get('Status', 'unknown')}")


def _mail_from(place: Place, found: GetEmailIdentityResponseTypeDef) -> Iterator[Finding]:
    mail_from = found.get("MailFromAttributes")
    if mail_from and mail_from.get("MailFromDomain") and mail_from["MailFromDomainStatus"] != _DONE:
        status = mail_from["MailFromDomainStatus"]
        yield MAIL_FROM.at(place, f"MAIL FROM {mail_from['MailFromDomain']} is {status}")


def _default_set(
    stack: DeployedStack, place: Place, resource: Resource, found: GetEmailIdentityResponseTypeDef
) -> Iterator[Finding]:
    wanted = resource.get("ConfigurationSetAttributes.ConfigurationSetName")
    name = stack.text(wanted) if wanted.present else None
    if name is not None and found.get("ConfigurationSetName") != name:
        is_now = found.get("ConfigurationSetName") or "none"
        yield DEFAULT_SET.at(place, f"the default configuration set is {is_now}, and should be {name}")
