"""What makes a forwarder hear that mail came back."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk.assertions import Template

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.dns import Dns
from ses_constructs.identities import DomainIdentity
from ses_constructs.receiving import MailForwarder
from tests.receiving.handlers import Given, environment, statements

DESTINATION, SET = "AWS::SES::ConfigurationSetEventDestination", "AWS::SES::ConfigurationSet"


def forwarder(given: Given, id: str = "Forwarder", **more: Any) -> MailForwarder:
    settings: dict[str, Any] = {
        "bucket": given.bucket,
        "identity": given.identity,
        "sender": "forwarder@example.com",
        "forward_to": {"a@example.com": ["ada@corp.example"]},
        "operators": given.operators,
        **more,
    }
    return MailForwarder(given.stack, id, **settings)


def of_type(resources: dict[str, Any], type: str) -> dict[str, Any]:
    return {id: made.get("Properties", {}) for id, made in resources.items() if made["Type"] == type}


@pytest.fixture
def given(stack: cdk.Stack) -> Given:
    return Given.within(stack)


def test_the_function_hears_of_its_own_mail_alone(given: Given) -> None:
    resources = given.receive(forwarder(given))
    (rule,) = of_type(resources, "AWS::Events::Rule").values()
    told = environment(resources, "Forwards")
    assert rule["EventPattern"] == {
        "source": ["aws.ses"],
        "detail-type": ["Email Bounced", "Email Complaint Received", "Email Rejected"],
        "detail": {"mail": {"tags": {"forwarder": [told["FORWARDER"]]}}},
    }
    assert told["FORWARDER"].isalnum()
    (target,) = rule["Targets"]
    (permission,) = [
        one for one in of_type(resources, "AWS::Lambda::Permission").values() if "events" in one["Principal"]
    ]
    assert permission["FunctionName"] == target["Arn"]
    assert "Rule" in str(permission["SourceArn"])


def test_without_a_set_of_the_identity_there_is_one_of_its_own(given: Given) -> None:
    resources = given.receive(forwarder(given))
    (own,) = of_type(resources, SET)
    (destination,) = of_type(resources, DESTINATION).values()
    assert destination["ConfigurationSetName"] == {"Ref": own}
    assert environment(resources, "Forwards")["CONFIGURATION_SET"] == {"Ref": own}
    assert destination["EventDestination"]["MatchingEventTypes"] == ["bounce", "complaint", "reject"]
    assert own in str(statements(resources)["ses:SendRawEmail"][0]["Resource"])


def test_it_bounces_from_its_own_address_alone(given: Given) -> None:
    may = statements(given.receive(forwarder(given)))
    (bounce,) = may["ses:SendBounce"]
    assert bounce["Condition"] == {"StringLike": {"ses:FromAddress": ["forwarder@example.com"]}}
    assert "identity/example.com" in str(bounce["Resource"])
    assert {action for action in may if action.startswith("sqs:")} == {"sqs:SendMessage"}


def test_a_set_of_the_identity_keeps_its_guards_and_tells_two_forwarders(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    guarded = ConfigurationSet(stack, "Guarded")
    identity = DomainIdentity(stack, "Other", domain="other.example", dns=Dns.by_hand(), configuration_set=guarded)
    for name in ("One", "Two"):
        forwarder(
            given, name, identity=identity, sender=f"{name.lower()}@other.example", prefix=f"{name.lower()}/"
        )
    resources = Template.from_stack(stack).to_json()["Resources"]
    (only,) = of_type(resources, SET)
    (destination,) = of_type(resources, DESTINATION).values()
    assert destination["ConfigurationSetName"] == {"Ref": only}
    patterns = [rule["EventPattern"] for rule in of_type(resources, "AWS::Events::Rule").values()]
    assert len({str(pattern["detail"]["mail"]["tags"]) for pattern in patterns}) == 2
    assert given.findings() == []


def test_a_set_that_is_imported_tells_too(stack: cdk.Stack) -> None:
    given = Given.within(stack)
    imported = ses.ConfigurationSet.from_configuration_set_name(stack, "Imported", "theirs")
    identity = DomainIdentity(
        stack, "Other", domain="other.example", dns=Dns.by_hand(), configuration_set=imported
    )
    forwarder(given, identity=identity, sender="f@other.example")
    resources = Template.from_stack(stack).to_json()["Resources"]
    (destination,) = of_type(resources, DESTINATION).values()
    assert destination["ConfigurationSetName"] == "theirs"
    assert of_type(resources, SET) == {}
    assert environment(resources, "Forwards")["CONFIGURATION_SET"] == "theirs"
