"""Every kind of Mail Manager resource through boto3."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.ses.aws import Account

RULE = {
    "Name": "archive-all",
    "Conditions": [
        {"StringExpression": {"Evaluate": {"Attribute": "TO"}, "Operator": "ENDS_WITH", "Values": ["@a.b"]}}
    ],
    "Actions": [{"Drop": {}}],
}


@pytest.mark.parametrize(
    ("noun", "parameters"),
    [
        ("addon_subscription", {"AddonName": "ABUSIX"}),
        ("address_list", {"AddressListName": "friends"}),
        ("archive", {"ArchiveName": "archive", "Retention": {"RetentionPeriod": "ONE_YEAR"}}),
        (
            "relay",
            {
                "RelayName": "out",
                "ServerName": "mx.example.net",
                "ServerPort": 25,
                "Authentication": {"NoAuthentication": {}},
            },
        ),
        ("rule_set", {"RuleSetName": "rules", "Rules": [RULE]}),
        (
            "traffic_policy",
            {"TrafficPolicyName": "policy", "DefaultAction": "DENY", "PolicyStatements": []},
        ),
    ],
)
def test_what_is_created_is_read_listed_and_deleted(
    account: Account, noun: str, parameters: dict[str, Any]
) -> None:
    client = account.mail_manager
    created = getattr(client, f"create_{noun}")(**parameters, Tags=[{"Key": "a", "Value": "b"}])
    ((member, identifier),) = ((key, value) for key, value in created.items() if key.endswith("Id"))
    found = getattr(client, f"get_{noun}")(**{member: identifier})
    assert {key: found[key] for key in parameters} == parameters
    arn = found[member.removesuffix("Id") + "Arn"]
    assert client.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    plural = f"{noun[:-1]}ies" if noun.endswith("cy") else f"{noun}s"
    listed = getattr(client, f"list_{plural}")()
    listed.pop("ResponseMetadata")
    ((items),) = listed.values()
    assert [item[member] for item in items] == [identifier]
    getattr(client, f"delete_{noun}")(**{member: identifier})
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        getattr(client, f"get_{noun}")(**{member: identifier})


def test_deleting_what_is_gone_is_an_error_only_where_the_model_says_so(account: Account) -> None:
    account.mail_manager.delete_archive(ArchiveId="a-gone")
    with pytest.raises(account.mail_manager.exceptions.ResourceNotFoundException):
        account.mail_manager.delete_relay(RelayId="r-gone")


def test_an_update_is_read_back(account: Account) -> None:
    created = account.mail_manager.create_rule_set(RuleSetName="rules", Rules=[])
    account.mail_manager.update_rule_set(RuleSetId=created["RuleSetId"], Rules=[RULE])
    found = account.mail_manager.get_rule_set(RuleSetId=created["RuleSetId"])
    assert (found["RuleSetName"], found["Rules"]) == ("rules", [RULE])


def test_the_secret_of_an_ingress_point_is_not_shown(account: Account) -> None:
    client = account.mail_manager
    rules = client.create_rule_set(RuleSetName="rules", Rules=[])["RuleSetId"]
    policy = client.create_traffic_policy(TrafficPolicyName="policy", DefaultAction="ALLOW", PolicyStatements=[])[
        "TrafficPolicyId"
    ]
    secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:smtp"
    point = client.create_ingress_point(
        IngressPointName="door",
        Type="AUTH",
        RuleSetId=rules,
        TrafficPolicyId=policy,
        IngressPointConfiguration={"SecretArn": secret},
    )["IngressPointId"]
    found = client.get_ingress_point(IngressPointId=point)
    assert found["IngressPointAuthConfiguration"] == {"SecretArn": secret}
    assert found["Status"] == "ACTIVE"
    with pytest.raises(client.exceptions.ConflictException):
        client.delete_traffic_policy(TrafficPolicyId=policy)
