"""Tenants."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from ses_constructs.access import SendForm
from ses_constructs.account import AdviceStatus, ReputationPolicy, SendingStatus, Tenant, TenantSuppression
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import DomainIdentity
from ses_constructs.reputation import TenantStream

TENANT = "AWS::SES::Tenant"


@pytest.fixture
def parts(irish_stack: cdk.Stack) -> dict[str, Any]:
    content = ses.CfnTemplate.TemplateProperty(subject_part="s", text_part="t")
    return {
        "identities": [DomainIdentity(irish_stack, "Shop", domain="shop.example", dns=Dns.by_hand())],
        "configuration_sets": [ConfigurationSet(irish_stack, "Set")],
        "templates": [ses.CfnTemplate(irish_stack, "Template", template=content)],
    }


def properties(stack: cdk.Stack) -> dict[str, Any]:
    (made,) = Template.from_stack(stack).find_resources(TENANT).values()
    found: dict[str, Any] = made["Properties"]
    return found


def test_all_three_kinds_belong_to_it(irish_stack: cdk.Stack, parts: dict[str, Any]) -> None:
    Tenant(irish_stack, "Acme", tenant_name="acme", **parts)
    arns = [str(one["ResourceArn"]) for one in properties(irish_stack)["ResourceAssociations"]]
    kinds = ("identity/", "configuration-set/", "template/")
    assert [kind in arn for kind, arn in zip(kinds, arns, strict=True)] == [True, True, True]


def test_l1_objects_belong_to_it_too(irish_stack: cdk.Stack) -> None:
    identity = ses.CfnEmailIdentity(irish_stack, "Shop", email_identity="shop.example")
    plain = ses.CfnConfigurationSet(irish_stack, "Set", name="plain")
    Tenant(irish_stack, "Acme", tenant_name="acme", identities=[identity], configuration_sets=[plain])
    assert len(properties(irish_stack)["ResourceAssociations"]) == 2


def test_left_out_it_has_the_standard_policy_and_is_kept(irish_stack: cdk.Stack) -> None:
    Tenant(irish_stack, "Acme", tenant_name="acme")
    (made,) = Template.from_stack(irish_stack).find_resources(TENANT).values()
    assert set(made["Properties"]) == {"TenantName", "ReputationEntity"}
    policy = made["Properties"]["ReputationEntity"]["Policy"]["ReputationEntityPolicy"]
    assert policy["Fn::Join"][1][-1] == ":ses:eu-west-1:aws:reputation-policy/standard"
    assert made["DeletionPolicy"] == "RetainExceptOnCreate"


@pytest.mark.parametrize("policy", ReputationPolicy)
def test_the_policies_are_those_of_the_schema(irish_stack: cdk.Stack, policy: ReputationPolicy) -> None:
    Tenant(
        irish_stack,
        "Acme",
        tenant_name="acme",
        reputation_policy=policy,
        suppression=TenantSuppression.own(reasons=[]),
        tags={"customer": "acme"},
    )
    found = properties(irish_stack)
    assert str(found["ReputationEntity"]).count(f"reputation-policy/{policy}") == 1
    assert found["SuppressionAttributes"] == {"SuppressedReasons": [], "SuppressionScope": "TENANT"}
    assert found["Tags"] == [{"Key": "customer", "Value": "acme"}]


def test_the_stop_of_this_tenant_is_heard(irish_stack: cdk.Stack) -> None:
    tenant = Tenant(irish_stack, "Acme", tenant_name="acme")
    topic = targets.SnsTopic(sns.Topic(irish_stack, "Topic"))
    tenant.on_sending_status("Stopped", statuses=[SendingStatus.DISABLED], target=topic)
    tenant.on_sending_status("Any", description="Any")
    rules = Template.from_stack(irish_stack).find_resources("AWS::Events::Rule").values()
    stopped, either = sorted(rules, key=lambda rule: len(rule["Properties"]["EventPattern"]["detail-type"]))
    assert stopped["Properties"]["EventPattern"] == {
        "source": ["aws.ses"],
        "detail-type": ["Sending Status Disabled"],
        "resources": [{"Fn::GetAtt": ["Acme", "Arn"]}],
    }
    assert len(either["Properties"]["EventPattern"]["detail-type"]) == 2
    with pytest.raises(InvalidSettingError, match="matches nothing"):
        tenant.on_sending_status("Nothing", statuses=[])


def test_findings_about_this_tenant_are_heard_as_either_text_spells_them(irish_stack: cdk.Stack) -> None:
    tenant = Tenant(irish_stack, "Acme", tenant_name="acme")
    tenant.on_recommendation("New")
    tenant.on_recommendation("All", statuses=list(AdviceStatus))
    rules = Template.from_stack(irish_stack).find_resources("AWS::Events::Rule").values()
    heard = sorted((rule["Properties"]["EventPattern"] for rule in rules), key=lambda one: len(one["detail-type"]))
    opened = "Advisor Recommendation Status Open"
    assert heard[0] == {
        "source": ["aws.ses"],
        "detail-type": [opened],
        "resources": [{"Fn::GetAtt": ["Acme", "Arn"]}],
    }
    assert [kind.rpartition(" ")[2] for kind in heard[1]["detail-type"]] == ["Open", "Resolved", "Closed"]
    with pytest.raises(InvalidSettingError, match="matches nothing"):
        tenant.on_recommendation("Nothing", statuses=[])


def test_sending_is_granted_with_what_belongs_to_it(irish_stack: cdk.Stack, parts: dict[str, Any]) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    more = [*parts["identities"], ses.CfnEmailIdentity(irish_stack, "News", email_identity="news.example")]
    tenant = Tenant(irish_stack, "Acme", tenant_name="acme", **{**parts, "identities": more})
    tenant.grant_send(role, forms=[SendForm.TEMPLATED])
    (policy,) = Template.from_stack(irish_stack).find_resources("AWS::IAM::Policy").values()
    text = str(policy["Properties"]["PolicyDocument"])
    assert all(kind in text for kind in ("identity/", "configuration-set/", "template/"))
    assert "/*" not in text


def test_without_an_identity_there_is_nothing_to_grant(irish_stack: cdk.Stack) -> None:
    role = iam.Role(irish_stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    with pytest.raises(ConflictingSettingsError, match="no identity to send from"):
        Tenant(irish_stack, "Acme", tenant_name="acme").grant_send(role)


def test_a_guard_takes_it(irish_stack: cdk.Stack, parts: dict[str, Any]) -> None:
    tenant = Tenant(irish_stack, "Acme", tenant_name="acme", **parts)
    stream = TenantStream(tenant=tenant, configuration_set=parts["configuration_sets"][0])
    assert irish_stack.resolve(stream.tenant.tenant_ref.tenant_arn) == {"Fn::GetAtt": ["Acme", "Arn"]}


@pytest.mark.parametrize("name", ["", "a b", "a" * 65, "ä"])
def test_a_name_that_no_tenant_has_is_refused(stack: cdk.Stack, name: str) -> None:
    with pytest.raises(InvalidSettingError) as caught:
        Tenant(stack, "Acme", tenant_name=name)
    assert caught.value.at == "Mail/Acme"


def test_what_is_listed_twice_is_refused(irish_stack: cdk.Stack, parts: dict[str, Any]) -> None:
    twice = parts["identities"] * 2
    with pytest.raises(ConflictingSettingsError, match="is listed twice"):
        Tenant(irish_stack, "Acme", tenant_name="acme", identities=twice)
