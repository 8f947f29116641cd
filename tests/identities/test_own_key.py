"""DKIM keys that are not of SES's making: from a secret, generated, or another region's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Match, Template

from ses_constructs.dns import Dns, ExistingRecords
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import Dkim, DkimKeys, DomainIdentity

ZONE = Dns.in_zone_with_id("Z1", zone_name="shop.example")
SETTINGS = "Custom::SesIdentitySettings"


def identity(stack: cdk.Stack, dkim: Dkim, dns: Dns = ZONE) -> DomainIdentity:
    return DomainIdentity(stack, "Shop", domain="shop.example", dns=dns, dkim=dkim)


def only(template: Template, type: str) -> tuple[str, Mapping[str, Any]]:
    ((id, found),) = template.find_resources(type).items()
    return id, found


def test_the_key_is_read_at_deployment_and_its_record_is_published(stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Key")
    identity(stack, Dkim.own_key(selector="mail2", secret=secret, also_published=["mail1"]))
    template = Template.from_stack(stack)
    _, settings = only(template, SETTINGS)
    assert settings["Properties"]["Dkim"] == {
        "Selector": "mail2",
        "SecretArn": stack.resolve(secret.secret_arn),
        "AlsoPublished": ["mail1"],
        "Zone": {
            "HostedZoneId": "Z1",
            "Existing": "refuse",
            "TTL": "1800",
            "Names": ["mail2._domainkey.shop.example", "mail1._domainkey.shop.example"],
            "Keep": "true",
        },
    }
    template.resource_count_is("AWS::Route53::RecordSetGroup", 0)
    _, shop = only(template, "AWS::SES::EmailIdentity")
    assert "DkimSigningAttributes" not in shop["Properties"]


def test_records_go_with_the_stack_that_wants_it(stack: cdk.Stack) -> None:
    dkim = Dkim.own_key(selector="mail1", secret=secretsmanager.Secret(stack, "Key"))
    destroy = cdk.RemovalPolicy.DESTROY
    DomainIdentity(stack, "Shop", domain="shop.example", dns=ZONE, dkim=dkim, removal_policy=destroy)
    _, settings = only(Template.from_stack(stack), SETTINGS)
    assert "Keep" not in settings["Properties"]["Dkim"]["Zone"]


def test_the_function_may_write_into_the_zone_before_it_is_asked_to(stack: cdk.Stack) -> None:
    identity(stack, Dkim.own_key(selector="mail1", secret=secretsmanager.Secret(stack, "Key")))
    template = Template.from_stack(stack)
    _, settings = only(template, SETTINGS)
    writing = [
        id
        for id, policy in template.find_resources("AWS::IAM::Policy").items()
        if "route53:ChangeResourceRecordSets" in json.dumps(policy)
    ]
    assert len(writing) == 1
    assert set(writing) <= set(settings["DependsOn"])


def test_in_another_account_a_role_there_writes_the_records(stack: cdk.Stack) -> None:
    role = "arn:aws:iam::444455556666:role/MailRecords"
    dns = Dns.in_zone_of_account(
        "Z1",
        zone_name="shop.example",
        role_arn=role,
        external_id="mail",
        existing=ExistingRecords.ADOPT,
    )
    identity(stack, Dkim.own_key(selector="mail1", secret=secretsmanager.Secret(stack, "Key")), dns)
    template = Template.from_stack(stack)
    _, settings = only(template, SETTINGS)
    zone = settings["Properties"]["Dkim"]["Zone"]
    assert (zone["AssumedRole"], zone["ExternalId"], zone["Existing"]) == (role, "mail", "adopt")
    template.resource_count_is("Custom::SesDnsRecords", 0)


def test_two_identities_do_not_write_one_record(app: cdk.App, stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Key")
    identity(stack, Dkim.own_key(selector="mail1", secret=secret))
    other = cdk.Stack(app, "Other", env=cdk.Environment(region="eu-west-3"))
    given = secretsmanager.Secret.from_secret_name_v2(other, "Key", "key")
    with pytest.raises(ConflictingSettingsError, match="published by") as caught:
        identity(other, Dkim.own_key(selector="mail1", secret=given))
    assert caught.value.at == "Other/Shop"


def test_the_function_may_read_this_secret_before_the_settings_are_made(stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Key")
    identity(stack, Dkim.own_key(selector="mail1", secret=secret))
    template = Template.from_stack(stack)
    reading = template.find_resources(
        "AWS::IAM::Policy",
        {
            "Properties": {
                "PolicyDocument": {
                    "Statement": Match.array_with(
                        [
                            Match.object_like(
                                {
                                    "Action": ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                                    "Resource": stack.resolve(secret.secret_arn),
                                }
                            )
                        ]
                    )
                }
            }
        },
    )
    _, settings = only(template, SETTINGS)
    assert len(reading) == 1
    assert set(reading) <= set(settings["DependsOn"])


def test_no_template_has_a_place_for_a_key(stack: cdk.Stack) -> None:
    identity(stack, Dkim.generated_key(selector="mail1", keys=DkimKeys(stack, "Keys")))
    text = json.dumps(Template.from_stack(stack).to_json())
    assert "PrivateKey" not in text
    assert "resolve:secretsmanager" not in text


def test_by_hand_the_record_is_a_value_of_the_deployment(stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Key")
    shop = identity(stack, Dkim.own_key(selector="mail1", secret=secret), Dns.by_hand())
    (record,) = shop.dns_records
    assert (record.name, record.type) == ("mail1._domainkey.shop.example", "TXT")
    assert stack.resolve(record.value)["Fn::GetAtt"][1] == "DkimRecord0"
    _, settings = only(Template.from_stack(stack), SETTINGS)
    assert "Zone" not in settings["Properties"]["Dkim"]


@pytest.mark.parametrize("selector", ["", "-a", "a-", "a.b", "a_b", "a" * 64, cdk.Aws.REGION])
def test_what_is_no_selector_is_refused(stack: cdk.Stack, selector: str) -> None:
    secret = secretsmanager.Secret(stack, "Key")
    with pytest.raises(InvalidSettingError, match="is no selector") as caught:
        Dkim.own_key(selector=selector, secret=secret)
    assert caught.value.setting == "selector"
    with pytest.raises(InvalidSettingError, match="is no selector") as caught:
        Dkim.own_key(selector="mail1", secret=secret, also_published=[selector])
    assert caught.value.setting == "also_published"


def test_a_selector_is_listed_once(stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Key")
    with pytest.raises(InvalidSettingError, match="twice"):
        Dkim.own_key(selector="mail1", secret=secret, also_published=["mail1"])


def test_another_regions_key_needs_no_records_here(irish_stack: cdk.Stack) -> None:
    shop = identity(irish_stack, Dkim.of_region("us-east-1"))
    assert shop.dns_records == []
    assert shop.records is None
    template = Template.from_stack(irish_stack)
    _, settings = only(template, SETTINGS)
    assert settings["Properties"]["Dkim"] == {"Region": "us-east-1"}
    arn = ":ses:us-east-1:111122223333:identity/shop.example"
    policies = template.find_resources("AWS::IAM::Policy")
    copying = [
        id
        for id, policy in policies.items()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Action"] == "ses:ReplicateEmailIdentityDkimSigningKey"
        and statement["Resource"] == {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, arn]]}
    ]
    assert len(copying) == 1
    assert set(copying) <= set(settings["DependsOn"])


def test_a_region_is_given_as_text() -> None:
    with pytest.raises(InvalidSettingError, match="only the deployment knows"):
        Dkim.of_region(cdk.Aws.REGION)


def test_one_selector_more_may_stand_alone(stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Key")
    alone = Dkim.own_key(selector="new", secret=secret, also_published="old")
    assert alone == Dkim.own_key(selector="new", secret=secret, also_published=["old"])


def test_dns_does_not_tell_capital_letters_of_selectors_apart(stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Key")
    with pytest.raises(InvalidSettingError, match="has a selector twice"):
        Dkim.own_key(selector="mail", secret=secret, also_published=["Mail"])


def test_a_region_does_not_sign_with_its_own_key_by_another_way(irish_stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="is the region of the identity itself") as caught:
        identity(irish_stack, Dkim.of_region("eu-west-1"))
    assert caught.value.at == "Irish/Shop"


@pytest.mark.parametrize("region", ["", "mars", "eu-west", "EU-WEST-1", "eu-west-1a"])
def test_what_is_no_region_is_refused(region: str) -> None:
    with pytest.raises(InvalidSettingError, match="is no region"):
        Dkim.of_region(region)
