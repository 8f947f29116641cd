"""Whether SES takes mail, and if not, who stopped it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.doctor.pauses import who_paused
from ses_constructs.review import Finding, Place, Resource, Rule, Severity
from ses_constructs.review.sending import CONFIGURATION_SET

if TYPE_CHECKING:
    from types_boto3_sesv2.type_defs import GetAccountResponseTypeDef, GetConfigurationSetResponseTypeDef

SANDBOX = Rule(
    id="account-in-sandbox",
    severity=Severity.WARNING,
    why="SES sends to verified addresses only, 200 messages a day.",
    cure="Request production access in the SES console.",
    source="Guide: Request production access",
)
HELD = Rule(
    id="account-held-by-aws",
    severity=Severity.ERROR,
    why="AWS has stopped the account, or will unless the cause is dealt with; no call of ours lifts that.",
    cure="Answer the case in AWS Support Center.",
    source="Guide: Amazon SES sending review process FAQs",
)
ACCOUNT_PAUSED = Rule(
    id="account-paused",
    severity=Severity.ERROR,
    why="Every message of the account in this region is refused.",
    cure="When the cause is gone: python -m ses_constructs.reputation resume, or put-account-sending-attributes.",
    source="Guide: Pausing email sending for your account",
)
SET_PAUSED = Rule(
    id="configuration-set-paused",
    severity=Severity.ERROR,
    why="Every message that names the set, or has it by default, is refused.",
    cure="When the cause is gone: python -m ses_constructs.reputation resume --stack NAME --target SET.",
    source="Guide: Pausing email sending for a configuration set",
)
TENANT_PAUSED = Rule(
    id="tenant-paused",
    severity=Severity.ERROR,
    why="Every message of the tenant is refused.",
    cure="When the cause is gone: python -m ses_constructs.reputation resume --stack NAME --target TENANT.",
    source="Guide: Tenants, sending status",
)
TENANT_MISSING = Rule(
    id="tenant-missing",
    severity=Severity.ERROR,
    why="Somebody deleted it behind the stack's back; mail that names it is refused.",
    cure="Create it again under the same name, with its configuration sets and identities.",
    source="API: GetTenant",
)
SET_MISSING = Rule(
    id="configuration-set-missing",
    severity=Severity.ERROR,
    why="Somebody deleted it behind the stack's back; mail that names it is refused.",
    cure="Create it again under the same name, with its event destinations.",
    source="API: GetConfigurationSet",
)
BLIND = Rule(
    id="reputation-metrics-are-off",
    severity=Severity.ERROR,
    why="The set has no bounce and complaint rate, so that no alarm on them can fire.",
    cure="aws sesv2 put-configuration-set-reputation-options --reputation-metrics-enabled.",
    source="Guide: Using configuration sets, Reputation options",
)
DIFFERENT = Rule(
    id="configuration-set-differs",
    severity=Severity.WARNING,
    why="Somebody changed it by hand; the stack says otherwise, and does not put it back by itself.",
    cure="Put it back by hand, or change the stack to what is wanted.",
    source="API: GetConfigurationSet",
)
QUOTA = Rule(
    id="sending-quota-nearly-used",
    severity=Severity.WARNING,
    why="SES refuses mail above the quota of 24 hours.",
    cure="Ask for a higher quota in Service Quotas, or send less.",
    source="Guide: Managing your Amazon SES sending limits",
)
RULES = (
    *(SANDBOX, HELD, ACCOUNT_PAUSED, SET_PAUSED, TENANT_PAUSED),
    *(SET_MISSING, TENANT_MISSING, BLIND, DIFFERENT, QUOTA),
)

_NEARLY = 0.8


def check(stack: DeployedStack) -> Iterator[Finding]:
    ses = stack.session.client("sesv2")
    yield from _account(stack, ses.get_account())
    for resource, name in stack.of_type(CONFIGURATION_SET):
        place = stack.place(name, resource)
        try:
            found = ses.get_configuration_set(ConfigurationSetName=name)
        except ses.exceptions.NotFoundException:
            yield SET_MISSING.at(place, f"SES has no configuration set {name}")
            continue
        yield from _paused(stack, place, resource, found)
        yield from _settings(place, resource, found)
    for resource, name in stack.of_type("AWS::SES::Tenant"):
        place = stack.place(name, resource)
        try:
            tenant = ses.get_tenant(TenantName=name)["Tenant"]
        except ses.exceptions.NotFoundException:
            yield TENANT_MISSING.at(place, f"SES has no tenant {name}")
            continue
        if tenant.get("SendingStatus") == "DISABLED":
            yield TENANT_PAUSED.at(place, _paused_by(stack, f"tenant {name}"))


def _account(stack: DeployedStack, found: GetAccountResponseTypeDef) -> Iterator[Finding]:
    place = stack.place("the account")
    status = found.get("EnforcementStatus", "HEALTHY")
    if status != "HEALTHY":
        yield HELD.at(place, f"AWS has the account in {status}")
    if not found.get("SendingEnabled") and status != "SHUTDOWN":
        yield ACCOUNT_PAUSED.at(place, _paused_by(stack, "the account"))
    if not found.get("ProductionAccessEnabled"):
        yield SANDBOX.at(place, "the account is in the sandbox of this region")
    quota = found.get("SendQuota", {})
    most, sent = quota.get("Max24HourSend", -1.0), quota.get("SentLast24Hours", 0.0)
    # -1 means without limit. API: SendQuota.
    if most > 0 and sent >= _NEARLY * most:
        yield QUOTA.at(place, f"{sent:g} of {most:g} messages of 24 hours are sent")


def _paused(
    stack: DeployedStack, place: Place, resource: Resource, found: GetConfigurationSetResponseTypeDef
) -> Iterator[Finding]:
    meant = resource.get("SendingOptions.SendingEnabled").flag is False
    if found.get("SendingOptions", {}).get("SendingEnabled") is False and not meant:
        yield SET_PAUSED.at(place, _paused_by(stack, f"configuration set {place.logical_id}"))


def _settings(place: Place, resource: Resource, found: GetConfigurationSetResponseTypeDef) -> Iterator[Finding]:
    wanted = resource.get("ReputationOptions.ReputationMetricsEnabled").flag
    if wanted and not found.get("ReputationOptions", {}).get("ReputationMetricsEnabled"):
        yield BLIND.at(place, "its reputation metrics are off")
    tls = resource.get("DeliveryOptions.TlsPolicy").literal
    is_tls = found.get("DeliveryOptions", {}).get("TlsPolicy", "OPTIONAL")
    if tls is not None and tls != is_tls:
        yield DIFFERENT.at(place, f"TlsPolicy is {is_tls}, and should be {tls}")
    reasons = resource.get("SuppressionOptions.SuppressedReasons")
    is_reasons = set(found.get("SuppressionOptions", {}).get("SuppressedReasons", []))
    if reasons.present and reasons.complete and set(reasons.literals) != is_reasons:
        told = ", ".join(sorted(is_reasons)) or "nothing"
        should = ", ".join(sorted(reasons.literals)) or "nothing"
        yield DIFFERENT.at(place, f"it suppresses {told}, and should suppress {should}")


def _paused_by(stack: DeployedStack, what: str) -> str:
    return f"sending is paused, {who_paused(stack, what)}"
