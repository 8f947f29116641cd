"""A domain that sends by two regions."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import Dmarc
from ses_constructs.patterns import GlobalSender

ASKED: dict[str, Any] = {
    "domain": "shop.example",
    "dns": Dns.in_zone_with_id("ZSHOP", zone_name="shop.example"),
    "endpoint_name": "global",
    "configuration_set_name": "mail",
}


@pytest.fixture
def american_stack(app: cdk.App) -> cdk.Stack:
    return cdk.Stack(app, "American", env=cdk.Environment(account="111122223333", region="us-east-1"))


def both(irish_stack: cdk.Stack, american_stack: cdk.Stack) -> tuple[Template, Template]:
    return Template.from_stack(irish_stack), Template.from_stack(american_stack)


def only(template: Template, type: str) -> dict[str, Any]:
    (made,) = template.find_resources(type).values()
    return dict(made["Properties"])


def test_both_regions_have_the_same_but_for_the_key(irish_stack: cdk.Stack, american_stack: cdk.Stack) -> None:
    GlobalSender(irish_stack, "Mail", second=american_stack, dmarc=Dmarc.none(), **ASKED)
    home, second = both(irish_stack, american_stack)
    for template, region in ((home, "eu-west-1"), (second, "us-east-1")):
        identity = only(template, "AWS::SES::EmailIdentity")
        assert identity["EmailIdentity"] == "shop.example"
        assert identity["MailFromAttributes"]["MailFromDomain"] == f"bounce-{region}.shop.example"
        assert only(template, "AWS::SES::ConfigurationSet")["Name"] == "mail"
    assert "NextSigningKeyLength" in str(only(second, "AWS::SES::EmailIdentity"))
    assert only(home, "Custom::SesIdentitySettings")["Dkim"] == {"Region": "us-east-1"}
    assert str(only(second, "AWS::Route53::RecordSetGroup")).count("_dmarc") == 1
    assert "_dmarc" not in str(only(home, "AWS::Route53::RecordSetGroup"))
    for type in ("AWS::SES::DedicatedIpPool", "AWS::CloudWatch::Alarm"):
        assert [template.find_resources(type) for template in (home, second)] == [{}, {}]


def test_the_second_region_is_deployed_first_and_the_endpoint_last(
    irish_stack: cdk.Stack, american_stack: cdk.Stack
) -> None:
    GlobalSender(irish_stack, "Mail", second=american_stack, **ASKED)
    assert [stack.node.path for stack in irish_stack.dependencies] == ["American"]
    home, second = both(irish_stack, american_stack)
    second.resource_count_is("AWS::SES::MultiRegionEndpoint", 0)
    (endpoint,) = home.find_resources("AWS::SES::MultiRegionEndpoint").values()
    assert endpoint["Properties"]["Details"] == {"RouteDetails": [{"Region": "us-east-1"}]}
    for type in ("AWS::SES::EmailIdentity", "AWS::SES::ConfigurationSet", "Custom::SesIdentitySettings"):
        assert set(home.find_resources(type)) <= set(endpoint["DependsOn"])


def test_each_region_has_its_pool_and_its_guard(irish_stack: cdk.Stack, american_stack: cdk.Stack) -> None:
    made = GlobalSender(
        irish_stack,
        "Mail",
        second=american_stack,
        dedicated_ips=True,
        operators=sns.Topic(irish_stack, "Topic"),
        second_operators=sns.Topic(american_stack, "Topic"),
        **ASKED,
    )
    for template in both(irish_stack, american_stack):
        (pool,) = template.find_resources("AWS::SES::DedicatedIpPool")
        sets = [one["Properties"] for one in template.find_resources("AWS::SES::ConfigurationSet").values()]
        # The guard's drill has a set of its own, without a name.
        (delivery,) = (one["DeliveryOptions"] for one in sets if one.get("Name") == "mail")
        assert delivery["SendingPoolName"] == {"Ref": pool}
        assert len(template.find_resources("AWS::CloudWatch::Alarm")) >= 4
    assert made.home.guard is not None
    assert made.second.ip_pool is not None


def test_sending_is_granted_by_the_endpoint(irish_stack: cdk.Stack, american_stack: cdk.Stack) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    GlobalSender(irish_stack, "Mail", second=american_stack, **ASKED).grant_send(role)
    policies = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").items()
    (text,) = [str(each) for id, each in policies if id.startswith("Role")]
    assert "ses:MultiRegionEndpointId" in text
    assert (text.count("identity/shop.example"), text.count("configuration-set/mail")) == (2, 2)


def test_what_cannot_be_is_refused(app: cdk.App, irish_stack: cdk.Stack, american_stack: cdk.Stack) -> None:
    topic = sns.Topic(irish_stack, "Topic")
    elsewhere = cdk.Stack(app, "Elsewhere", env=cdk.Environment(account="444455556666", region="us-east-1"))
    same = cdk.Stack(app, "Same", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    nowhere = cdk.Stack(app, "Nowhere")
    cases: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"second": elsewhere}, ConflictingSettingsError, "different accounts"),
        ({"second": same}, ConflictingSettingsError, "both stacks are in eu-west-1"),
        ({"second": nowhere}, InvalidSettingError, "does not say in which region"),
        ({"second": american_stack, "operators": topic}, ConflictingSettingsError, "go together"),
    ]
    for number, (wrong, error, said) in enumerate(cases):
        with pytest.raises(error, match=said) as caught:
            GlobalSender(irish_stack, f"Mail{number}", **ASKED, **wrong)
        assert f"at:  Irish/Mail{number}" in str(caught.value)
