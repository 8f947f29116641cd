"""Monitors deployed: what moves neither rate reaches the operators, AWS's own messages, and the way to resume."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from botocore.exceptions import ClientError

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.reputation import AccountMonitor, Delays, DeliveryMonitor, GuardScope, ReputationGuard
from tests.end_to_end.account import Account, Record
from tests.end_to_end.assembly import Assembly

SENDER = "hello@monitored.test"
STACK = "Monitored"


class Monitored(cdk.Stack):
    """A set whose mail is watched, the account, and a guard with its document."""

    def __init__(self, app: cdk.App) -> None:
        super().__init__(app, STACK)
        operators = sns.Topic(self, "Operators", topic_name="operators")
        shop = ConfigurationSet(self, "Shop", configuration_set_name="shop")
        ses.CfnTemplate(
            self,
            "Hello",
            template=ses.CfnTemplate.TemplateProperty(
                template_name="hello", subject_part="Hello {{name}}", text_part="A mail."
            ),
        )
        delays = Delays(share=0.5, sends=3)
        DeliveryMonitor(self, "Delivery", configuration_sets=[shop], operators=operators, delays=delays)
        AccountMonitor(self, "Monitor", operators=operators, dedicated_ips=True)
        guard = ReputationGuard(
            self,
            "Guard",
            watch=GuardScope.configuration_sets(shop),
            operators=operators,
            heartbeat=cdk.Duration.minutes(3),
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        cdk.CfnOutput(self, "Document", value=guard.add_resume_document().ref)


class Watched(Account):
    """The deployed stack, and the queue of its operators."""

    def __init__(self, emulator: Emulator, document: str) -> None:
        super().__init__(emulator)
        self.document = document
        self.notices = self.listen(f"arn:aws:sns:us-east-1:{emulator.account}:operators")
        self.ses.create_email_identity(EmailIdentity=SENDER)
        emulator.confirm_address(SENDER)

    def alarm(self, name: str) -> str:
        return self.physical_id(STACK, "AWS::CloudWatch::Alarm", name)

    def told(self, what: Callable[[Record], bool]) -> Record:
        """The first notice of a kind, as soon as it is there."""
        return wait_for(
            "the notice", lambda: next((one for one in self.taken(self.notices) if what(one)), None), patience=30
        )

    def told_of(self, alarm: str) -> Record:
        name = self.alarm(alarm)
        return self.told(lambda notice: notice.get("AlarmName") == name)

    def send_with(self, **content: Any) -> None:
        self.ses.send_email(
            FromEmailAddress=SENDER, ConfigurationSetName="shop", **{"Destination": {"ToAddresses": []}, **content}
        )

    def run(self, **parameters: str) -> dict[str, Any]:
        """Starts the document and returns the execution."""
        ssm: Any = self.emulator.client("ssm")
        started = ssm.start_automation_execution(
            DocumentName=self.document, Parameters={name: [value] for name, value in parameters.items()}
        )
        asked = {"AutomationExecutionId": started["AutomationExecutionId"]}
        execution: dict[str, Any] = ssm.get_automation_execution(**asked)["AutomationExecution"]
        return execution


@pytest.fixture(scope="module")
def watched(quick_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Watched:
    quick_emulator.reset()
    folder = Path(tmp_path_factory.mktemp("monitors")) / "cdk.out"
    outputs = Assembly(quick_emulator, folder).deploy(Monitored)
    return Watched(quick_emulator, outputs[STACK]["Document"])


# what nobody has to be told about


def test_a_first_deployment_alarms_nobody(watched: Watched) -> None:
    """The heartbeats' alarms wait for a first beat, and say that they have no data."""
    waiting = watched.emulator.client("cloudwatch").describe_alarms(StateValue="INSUFFICIENT_DATA")
    names = {alarm["AlarmName"] for alarm in waiting["MetricAlarms"]}
    assert {watched.alarm("GuardFailuresHeartbeat"), watched.alarm("MonitorAlarmsWatched")} <= names
    assert watched.alarms_in("ALARM") == []
    assert watched.taken(watched.notices) == []


def test_a_heartbeat_that_stops_is_told(watched: Watched) -> None:
    check = watched.physical_id(STACK, "AWS::Lambda::Function", "GuardCheckGuard")
    watched.emulator.client("lambda").invoke(FunctionName=check, Payload=b"{}")
    heartbeat = watched.alarm("GuardFailuresHeartbeat")
    wait_for("the heartbeat", lambda: heartbeat in watched.alarms_in("OK"), patience=30)
    # No schedule runs here, and 3 minutes pass in 3 seconds.
    told = watched.told(lambda one: one.get("AlarmName") == heartbeat)
    assert told["NewStateValue"] == "INSUFFICIENT_DATA"
    assert "The guard does not answer" in told["AlarmDescription"]


# mail


TEXT = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}}


def test_a_template_without_its_value_is_told(watched: Watched) -> None:
    template = {"Template": {"TemplateName": "hello", "TemplateData": "{}"}}
    watched.send_with(Destination={"ToAddresses": ["a@mail.test"]}, Content=template)
    told = watched.told_of("DeliveryWatchShopRenderingFailure")
    assert "lacked a value of their template" in told["AlarmDescription"]


def test_mail_that_is_put_off_is_told(watched: Watched) -> None:
    for number in range(4):
        watched.send_with(Destination={"ToAddresses": [f"a{number}@delay.test"]}, Content=TEXT)
    told = watched.told_of("DeliveryWatchShopDeliveryDelay")
    assert "50 % of the mails of configuration set shop are delayed" in told["AlarmDescription"]


def test_a_rejected_mail_is_told(watched: Watched) -> None:
    """The emulated SES looks for no virus, so the metric is put as SES would."""
    watched.emulator.client("cloudwatch").put_metric_data(
        Namespace="AWS/SES",
        MetricData=[
            {"MetricName": "Reject", "Dimensions": [{"Name": "monitored-set", "Value": "shop"}], "Value": 1}
        ],
    )
    assert "SES found a virus" in watched.told_of("DeliveryWatchShopReject")["AlarmDescription"]


# the account


def test_a_dedicated_address_in_a_spam_trap_is_told(watched: Watched) -> None:
    watched.emulator.client("cloudwatch").put_metric_data(
        Namespace="AWS/SES",
        MetricData=[
            {"MetricName": "SNDS.TrapHits", "Dimensions": [{"Name": "address", "Value": "192.0.2.1"}], "Value": 3}
        ],
    )
    function = watched.physical_id(STACK, "AWS::Lambda::Function", "MonitorWatchAccount")
    answer = watched.emulator.client("lambda").invoke(FunctionName=function, Payload=b"{}")
    assert not answer.get("FunctionError"), answer["Payload"].read()
    assert "spam traps of Microsoft" in watched.told_of("MonitorAlarmsSNDSTrapHits")["AlarmDescription"]
    (line,) = [one for one in watched.log(function) if one.get("did") == "watched"]
    assert (line["SNDSTrapHits"], line["PausedDays"]) == (3, 0)


EVENTS = [
    (
        "aws.health",
        "AWS Health Event",
        {"service": "SES", "eventTypeCode": "AWS_SES_SENDING_PAUSED", "statusCode": "closed"},
    ),
    (
        "aws.ses",
        "Advisor Recommendation Status Open",
        {"version": "1.0.0", "data": "DKIM verification is not enabled."},
    ),
    ("aws.ses", "Sending Status Disabled", {"version": "1.0.0", "data": {"cause": "a tenant's reputation"}}),
]


@pytest.mark.parametrize(("source", "kind", "detail"), EVENTS, ids=[kind for _, kind, _ in EVENTS])
def test_what_aws_says_reaches_the_operators(
    source: str, kind: str, detail: dict[str, object], watched: Watched
) -> None:
    watched.emulator.put_aws_event(source=source, detail_type=kind, detail=detail)
    assert watched.told(lambda one: one.get("detail-type") == kind)["detail"] == detail


def test_what_aws_says_of_others_does_not(watched: Watched) -> None:
    watched.emulator.put_aws_event(source="aws.health", detail_type="AWS Health Event", detail={"service": "EC2"})
    watched.emulator.put_aws_event(source="aws.ses", detail_type="Email Sent", detail={})
    watched.emulator.put_aws_event(source="aws.health", detail_type="Last", detail={"service": "SES"})
    watched.told(lambda one: one.get("detail-type") == "Last")
    kinds = [one.get("detail-type") for one in watched.taken(watched.notices)]
    assert "Email Sent" not in kinds
    assert not any(one.get("detail") == {"service": "EC2"} for one in watched.taken(watched.notices))


# the document


def test_the_document_is_there_and_asks_for_a_target_and_a_reason(watched: Watched) -> None:
    ssm: Any = watched.emulator.client("ssm")
    assert ssm.describe_document(Name=watched.document)["Document"]["DocumentType"] == "Automation"
    content = json.loads(ssm.get_document(Name=watched.document)["Content"])
    assert content["schemaVersion"] == "0.3"
    assert content["parameters"]["Target"]["allowedValues"] == ["shop"]


def test_an_execution_resumes_and_is_written_down(watched: Watched) -> None:
    watched.ses.put_configuration_set_sending_options(ConfigurationSetName="shop", SendingEnabled=False)
    execution = watched.run(Target="shop", Reason="form closed")
    assert execution["AutomationExecutionStatus"] == "Success", execution
    assert watched.is_sending("shop")
    resume = watched.physical_id(STACK, "AWS::Lambda::Function", "GuardResumeSending")
    (line,) = [one for one in watched.log(resume) if one.get("did") == "resumed"]
    assert line["by"] == f"Automation {execution['AutomationExecutionId']}"
    assert line["reason"] == "form closed"


@pytest.mark.parametrize(
    "parameters",
    [
        {"Target": "account", "Reason": "try"},
        {"Target": "shop"},
        {"Target": "shop", "Reason": " "},
        {"Target": "shop", "Reason": 'x", "resume": "account'},
    ],
    ids=["another target", "no reason", "a blank reason", "a reason that breaks out"],
)
def test_an_execution_of_something_else_is_refused(parameters: dict[str, str], watched: Watched) -> None:
    with pytest.raises(ClientError, match="InvalidAutomationExecutionParameters"):
        watched.run(**parameters)
