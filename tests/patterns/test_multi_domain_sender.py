"""Many domains and their streams."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Annotations, Match, Template

from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.patterns import MultiDomainSender, Stream

DOMAINS = {"a.example": Dns.by_hand(), "b.example": Dns.by_hand()}
BOTH = (Stream.TRANSACTIONAL, Stream.MARKETING)


def test_domains_share_the_first_streams_set(irish_stack: cdk.Stack) -> None:
    sender = MultiDomainSender(irish_stack, "Sender", domains=DOMAINS, streams=BOTH)
    template = Template.from_stack(irish_stack)
    identities = template.find_resources("AWS::SES::EmailIdentity").values()
    defaults = {str(each["Properties"]["ConfigurationSetAttributes"]) for each in identities}
    assert len(identities) == 2
    assert len(defaults) == 1
    assert "Transactional" in defaults.pop()
    assert {each["Properties"]["MailFromAttributes"]["MailFromDomain"] for each in identities} == {
        "bounce.a.example",
        "bounce.b.example",
    }
    assert list(sender.configuration_sets) == list(BOTH)


def test_domains_that_differ_in_a_hyphen_stand_side_by_side(irish_stack: cdk.Stack) -> None:
    alike = {domain: Dns.by_hand() for domain in ("my-shop.example", "my.shop.example", "my--shop.example")}
    assert set(MultiDomainSender(irish_stack, "Sender", domains=alike).identities) == set(alike)


@pytest.mark.parametrize(("counted", "destinations"), [(True, 2), (False, 0)])
def test_each_set_counts_by_domain(irish_stack: cdk.Stack, counted: bool, destinations: int) -> None:
    MultiDomainSender(irish_stack, "Sender", domains=DOMAINS, streams=BOTH, metrics_by_domain=counted)
    found = Template.from_stack(irish_stack).find_resources("AWS::SES::ConfigurationSetEventDestination")
    assert str(found).count("ses:from-domain") == destinations


@pytest.mark.parametrize(("number", "warned"), [(10, False), (11, True)])
def test_counting_many_domains_apart_is_warned_of(irish_stack: cdk.Stack, number: int, warned: bool) -> None:
    MultiDomainSender(irish_stack, "Sender", domains={f"d{n}.example": Dns.by_hand() for n in range(number)})
    found = Annotations.from_stack(irish_stack).find_warning("*", Match.string_like_regexp("ses:from-domain"))
    assert bool(found) is warned


def test_a_grant_names_every_domain_and_every_set(irish_stack: cdk.Stack) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    MultiDomainSender(irish_stack, "Sender", domains=DOMAINS, streams=BOTH).grant_send(role)
    text = str(Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy"))
    assert all(f"identity/{domain}" in text for domain in DOMAINS)
    assert text.count("configuration-set/") >= 2


WRONG: list[dict[str, Any]] = [
    {"domains": {}},
    {"domains": DOMAINS, "streams": ()},
    {"domains": DOMAINS, "streams": (Stream.MARKETING, Stream.MARKETING)},
]


@pytest.mark.parametrize("settings", WRONG)
def test_without_domains_or_streams_it_is_refused(irish_stack: cdk.Stack, settings: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        MultiDomainSender(irish_stack, "Sender", **settings)
    assert refused.value.at == "Irish/Sender"
