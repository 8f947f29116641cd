"""Every construct with a removal policy refuses a copy before deletion, which none of its resources can have."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from constructs import Construct

from ses_constructs import account, identities, patterns
from ses_constructs.access import AuditTrail
from ses_constructs.audience import ContactList
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.events import EventLake, EventReader, EventStore, FeedbackProcessor
from ses_constructs.receiving import DmarcReportCollector
from ses_constructs.reputation import GuardScope, ReputationGuard

PACKAGE = Path(__file__).parent.parent / "src" / "ses_constructs"
TRIED_ELSEWHERE = "mail_manager"
"""By the tests of all its kinds."""
DOMAIN, DNS = "shop.example", Dns.by_hand()
URL = f"https://www.{DOMAIN}"
Policy = cdk.RemovalPolicy


def people(scope: Construct) -> sns.Topic:
    return sns.Topic(scope, "Operators")


def global_sender(scope: Construct, policy: Policy) -> patterns.GlobalSender:
    second = cdk.Stack(
        cdk.Stage.of(scope), "Second", env=cdk.Environment(account="111122223333", region="eu-central-1")
    )
    return patterns.GlobalSender(
        scope,
        "It",
        domain=DOMAIN,
        dns=DNS,
        second=second,
        endpoint_name="mail",
        configuration_set_name="mail",
        operators=people(scope),
        second_operators=people(second),
        removal_policy=policy,
    )


def queued_sender(scope: Construct, policy: Policy) -> patterns.QueuedSender:
    domain = identities.DomainIdentity(scope, "Domain", domain=DOMAIN, dns=DNS)
    return patterns.QueuedSender(scope, "It", identities=[domain], operators=people(scope), removal_policy=policy)


MAKERS: dict[str, Callable[[Construct, Policy], object]] = {
    "AdoptedDomainIdentity": lambda scope, policy: identities.AdoptedDomainIdentity(
        scope, "It", domain=DOMAIN, dns=DNS, removal_policy=policy
    ),
    "AuditTrail": lambda scope, policy: AuditTrail(scope, "It", removal_policy=policy),
    "ConfigurationSet": lambda scope, policy: ConfigurationSet(scope, "It", removal_policy=policy),
    "ContactList": lambda scope, policy: ContactList(scope, "It", removal_policy=policy),
    "DjangoAnymail": lambda scope, policy: patterns.DjangoAnymail(
        scope, "It", url=URL, domains={DOMAIN: DNS}, removal_policy=policy
    ),
    "DjangoSes": lambda scope, policy: patterns.DjangoSes(
        scope, "It", url=URL, domains={DOMAIN: DNS}, removal_policy=policy
    ),
    "DmarcReportCollector": lambda scope, policy: DmarcReportCollector(
        scope,
        "It",
        bucket=s3.Bucket(scope, "Bucket"),
        domains=[DOMAIN],
        operators=people(scope),
        removal_policy=policy,
    ),
    "DomainIdentity": lambda scope, policy: identities.DomainIdentity(
        scope, "It", domain=DOMAIN, dns=DNS, removal_policy=policy
    ),
    "EmailAddressIdentity": lambda scope, policy: identities.EmailAddressIdentity(
        scope, "It", address=f"news@{DOMAIN}", removal_policy=policy
    ),
    "EventLake": lambda scope, policy: EventLake(scope, "It", operators=people(scope), removal_policy=policy),
    "EventReader": lambda scope, policy: EventReader(scope, "It", removal_policy=policy),
    "EventStore": lambda scope, policy: EventStore(scope, "It", operators=people(scope), removal_policy=policy),
    "FeedbackProcessor": lambda scope, policy: FeedbackProcessor(
        scope, "It", operators=people(scope), removal_policy=policy
    ),
    "GlobalSender": global_sender,
    "Inbox": lambda scope, policy: patterns.Inbox(
        scope, "It", domain=DOMAIN, dns=DNS, operators=people(scope), removal_policy=policy
    ),
    "Keila": lambda scope, policy: patterns.Keila(
        scope, "It", url=URL, domains={DOMAIN: DNS}, sender=f"keila@{DOMAIN}", removal_policy=policy
    ),
    "Listmonk": lambda scope, policy: patterns.Listmonk(
        scope, "It", url=URL, domains={DOMAIN: DNS}, removal_policy=policy
    ),
    "MailGateway": lambda scope, policy: patterns.MailGateway(
        scope, "It", domain=DOMAIN, dns=DNS, removal_policy=policy
    ),
    "ManagedIpPool": lambda scope, policy: account.ManagedIpPool(scope, "It", removal_policy=policy),
    "MultiDomainSender": lambda scope, policy: patterns.MultiDomainSender(
        scope, "It", domains={DOMAIN: DNS}, removal_policy=policy
    ),
    "MultiRegionEndpoint": lambda scope, policy: account.MultiRegionEndpoint(
        scope, "It", endpoint_name="mail", second_region="eu-central-1", removal_policy=policy
    ),
    "Plunk": lambda scope, policy: patterns.Plunk(
        scope, "It", api_url=URL, domains={DOMAIN: DNS}, removal_policy=policy
    ),
    "QueuedSender": queued_sender,
    "ReputationGuard": lambda scope, policy: ReputationGuard(
        scope, "It", watch=GuardScope.account(), operators=people(scope), removal_policy=policy
    ),
    "SmtpApplication": lambda scope, policy: patterns.SmtpApplication(
        scope, "It", domains={DOMAIN: DNS}, sender=f"app@{DOMAIN}", removal_policy=policy
    ),
    "StandardIpPool": lambda scope, policy: account.StandardIpPool(scope, "It", removal_policy=policy),
    "Tenant": lambda scope, policy: account.Tenant(scope, "It", tenant_name="acme", removal_policy=policy),
    "VirtualDeliverabilityManager": lambda scope, policy: account.VirtualDeliverabilityManager(
        scope, "It", removal_policy=policy
    ),
}


def with_removal_policy() -> set[str]:
    """Names of the classes whose ``__init__`` has the setting."""
    return {
        made.name
        for module in PACKAGE.rglob("*.py")
        if TRIED_ELSEWHERE not in module.parts
        for made in ast.walk(ast.parse(module.read_text()))
        if isinstance(made, ast.ClassDef)
        for door in made.body
        if isinstance(door, ast.FunctionDef) and door.name == "__init__"
        if "removal_policy" in {each.arg for each in door.args.kwonlyargs}
    }


def test_every_construct_with_the_setting_is_tried() -> None:
    assert with_removal_policy() == set(MAKERS)


@pytest.mark.parametrize("name", MAKERS)
def test_a_copy_before_deletion_is_refused_at_the_door(name: str, irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        MAKERS[name](irish_stack, Policy.SNAPSHOT)
    found = refused.value
    assert (found.setting, found.got, found.at) == ("removal_policy", Policy.SNAPSHOT, "Irish/It")
    assert found.fix == "use RemovalPolicy.RETAIN or RemovalPolicy.DESTROY"


@pytest.mark.parametrize(
    "name",
    ["DjangoAnymail", "DjangoSes", "GlobalSender", "Keila", "Listmonk", "MailGateway", "Plunk", "SmtpApplication"],
)
def test_what_a_pattern_is_told_to_delete_does_not_stay(name: str, irish_stack: cdk.Stack) -> None:
    MAKERS[name](irish_stack, Policy.DESTROY)
    resources = Template.from_stack(irish_stack).to_json()["Resources"]
    assert any(one["Type"] == "AWS::SES::EmailIdentity" for one in resources.values())
    assert [id for id, one in resources.items() if one.get("DeletionPolicy") not in (None, "Delete")] == []
