"""What a configuration set tells beside the events of its mail: who switched it, advice, templates that failed."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from botocore.exceptions import ClientError

from ses_constructs.access import AuditTrail
from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.local.platform import wait_for
from ses_constructs.templates import EmailTemplate, TemplateContent
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly

SENDER = "hello@mail.example"
THEIRS = "others"
DESTROY = cdk.RemovalPolicy.DESTROY


class Rules(cdk.Stack):
    """A set of ours with its rules, and a template that is sent with somebody else's set."""

    def __init__(self, app: cdk.App) -> None:
        super().__init__(app, "Rules")
        AuditTrail(self, "Audit", removal_policy=DESTROY)
        sender = ses.CfnEmailIdentity(self, "Sender", email_identity="other@mail.example")
        mail = ConfigurationSet(self, "Mail", configuration_set_name="mail", removal_policy=DESTROY)
        mail.on_sending_status("Switched", target=self._queue("Switches"))
        mail.on_recommendation("Advice", identities=[sender], target=self._queue("Findings"))
        EmailTemplate(
            self,
            "Welcome",
            content=TemplateContent(subject="Hi {{name}}", text="Hi {{name}}"),
            template_name="welcome",
            configuration_sets=[ConfigurationSet.from_configuration_set_name(self, "Theirs", THEIRS)],
            rendering_failures=sns.Topic(self, "Failures"),
        )

    def _queue(self, id: str) -> events.IRuleTarget:
        return targets.SqsQueue(sqs.Queue(self, id))


@pytest.fixture
def account(emptied: Account, assembly: Assembly) -> Account:
    emptied.ses.create_email_identity(EmailIdentity=SENDER)
    emptied.emulator.confirm_address(SENDER)
    emptied.ses.create_configuration_set(ConfigurationSetName=THEIRS)
    assembly.deploy(Rules)
    return emptied


def test_a_set_tells_who_switched_it_and_what_was_advised(account: Account, assembly: Assembly) -> None:
    switches = account.physical_id("Rules", "AWS::SQS::Queue", "Switches")
    older: Any = account.emulator.client("ses")
    account.ses.put_configuration_set_sending_options(ConfigurationSetName=THEIRS, SendingEnabled=False)
    with pytest.raises(ClientError):
        account.ses.put_configuration_set_sending_options(ConfigurationSetName="mail2", SendingEnabled=False)
    account.ses.put_configuration_set_sending_options(ConfigurationSetName="mail", SendingEnabled=False)
    older.update_configuration_set_sending_enabled(ConfigurationSetName="mail", Enabled=True)
    wait_for("both switches", lambda: len(account.taken(switches)) >= 2)
    told = [each["detail"]["requestParameters"] for each in account.taken(switches)]
    assert sorted(told, key=len) == [
        {"configurationSetName": "mail", "sendingEnabled": False},
        {"configurationSetName": "mail", "enabled": True},
    ]

    findings = account.physical_id("Rules", "AWS::SQS::Queue", "Findings")
    for identity in (SENDER, "other@mail.example"):
        account.emulator.put_aws_event(
            source="aws.ses",
            detail_type="Advisor Recommendation Status Open",
            detail={"version": "1.0.0", "data": "DKIM verification is not enabled."},
            resources=[f"arn:aws:ses:us-east-1:000000000000:identity/{identity}"],
        )
    (advice,) = wait_for("the advice", lambda: account.taken(findings))
    assert advice["resources"] == ["arn:aws:ses:us-east-1:000000000000:identity/other@mail.example"]

    # The set is somebody else's, and tells of the template all the same.
    account.ses.put_configuration_set_sending_options(ConfigurationSetName=THEIRS, SendingEnabled=True)
    failures = account.listen(account.physical_id("Rules", "AWS::SNS::Topic", "Failures"))
    lost = account.ses.send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": [CUSTOMER]},
        Content={"Template": {"TemplateName": "welcome", "TemplateData": "{}"}},
        ConfigurationSetName=THEIRS,
    )["MessageId"]
    (failure,) = wait_for("the failure", lambda: account.taken(failures))
    assert (failure["eventType"], failure["mail"]["messageId"]) == ("Rendering Failure", lost)
    assembly.destroy(Rules)
    left = account.ses.get_configuration_set_event_destinations(ConfigurationSetName=THEIRS)
    assert left["EventDestinations"] == []
