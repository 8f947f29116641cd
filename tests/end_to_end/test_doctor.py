"""The doctor on a deployed stack: nothing to say while all is well, and the right thing for each fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import boto3
import pytest

from ses_constructs.doctor import Resolver, examine, read_policy
from ses_constructs.doctor.__main__ import BLIND, FINDINGS, WELL, main
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.faults import (
    FAULTS,
    Fault,
    a_second_mx_of_the_mail_from_domain,
    alarm,
    configuration_set,
    destination_name,
    receipt_rules,
    rule_set,
    the_set_paused_by_hand,
    user,
)
from tests.end_to_end.mail_platform import MailPlatform
from tests.end_to_end.patient import DOMAIN, STACK, ZONE, Mail, Patient, wake
from tests.end_to_end.served_zones import served_zones


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patient]:
    # An emulator whose alarms take their time: on the quick one the heartbeat's would fire.
    with Emulator() as emulator:
        emulator.own_zone(DOMAIN, zone_id=ZONE)
        folder = tmp_path_factory.mktemp("doctor")
        Assembly(emulator, folder / "cdk.out").deploy(lambda app: Mail(app, STACK))
        account = Account(emulator)
        account.wait_until_sending(DOMAIN)
        wake(account)
        with served_zones(emulator) as resolver, pytest.MonkeyPatch.context() as patched:
            for key, value in emulator.environment().items():
                if key.startswith("AWS_"):
                    patched.setenv(key, value)
            yield Patient(account, resolver)


def test_a_healthy_stack_has_no_findings(patient: Patient) -> None:
    assert patient.found() == []


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])
def test_a_fault_is_found_and_nothing_else(patient: Patient, fault: Fault, expected: set[str]) -> None:
    heal = fault(patient)
    assert heal is not None
    try:
        assert patient.rules() == expected
    finally:
        heal()


def test_ses_gives_up_a_mail_from_domain_with_two_mx_records(patient: Patient) -> None:
    heal = a_second_mx_of_the_mail_from_domain(patient)
    both = {"mail-from-mx-crowded", "mail-from-not-verified"}
    wait_for("SES to look at the records again", lambda: patient.rules() == both, patience=15)
    heal()
    patient.account.wait_until_sending(DOMAIN)


ANSWERS: list[tuple[str, Callable[[dict[str, Any]], object], set[str]]] = [
    ("sesv2.GetAccount", lambda told: told.update(EnforcementStatus="PROBATION"), {"account-held-by-aws"}),
    (
        "sesv2.GetAccount",
        lambda told: told["SendQuota"].update(Max24HourSend=10.0, SentLast24Hours=9.0),
        {"sending-quota-nearly-used"},
    ),
    (
        "sesv2.GetEmailIdentity",
        lambda told: told.update(
            VerifiedForSendingStatus=False,
            VerificationStatus="FAILED",
            VerificationInfo={"ErrorType": "HOST_NOT_FOUND"},
        ),
        {"identity-not-verified"},
    ),
    (
        "sesv2.GetEmailIdentity",
        lambda told: told["DkimAttributes"].update(Status="TEMPORARY_FAILURE"),
        {"dkim-not-verified"},
    ),
    (
        "sesv2.GetEmailIdentity",
        lambda told: told["MailFromAttributes"].update(MailFromDomainStatus="FAILED"),
        {"mail-from-not-verified"},
    ),
    (
        "lambda.GetFunctionConfiguration",
        lambda told: told.update(State="Failed", StateReason="its role is gone"),
        {"function-inactive"},
    ),
    ("iam.ListAccessKeys", lambda told: told.update(AccessKeyMetadata=[]), {"smtp-password-missing"}),
    # The emulator's people confirm at once.
    (
        "sns.ListSubscriptionsByTopic",
        lambda told: [one.update(SubscriptionArn="PendingConfirmation") for one in told["Subscriptions"][:1]],
        {"subscription-unconfirmed"},
    ),
]


@pytest.mark.parametrize(("operation", "change", "expected"), ANSWERS)
def test_what_aws_alone_can_do_is_found(
    patient: Patient, operation: str, change: Callable[[dict[str, Any]], object], expected: set[str]
) -> None:
    with patient.answering(operation, change):
        assert patient.rules() == expected


def test_an_old_smtp_password_is_found(patient: Patient) -> None:
    ((rule, problem),) = patient.found(now=datetime.now(UTC) + timedelta(days=200))
    assert rule == "smtp-password-old"
    assert problem == "a password of it is 200 days old"


def test_the_command_says_well_ill_and_blind(patient: Patient, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--stack", STACK, "--resolver", patient.resolver]
    assert main(arguments) == WELL
    assert capsys.readouterr().out.startswith("0 findings")
    heal = the_set_paused_by_hand(patient)
    try:
        assert main([*arguments, "--format", "sarif"]) == FINDINGS
        (run,) = json.loads(capsys.readouterr().out)["runs"]
    finally:
        heal()
    assert [result["ruleId"] for result in run["results"]] == ["configuration-set-paused"]
    assert "not by the guard; CloudTrail tells by whom" in run["results"][0]["message"]["text"]
    assert main(["--stack", "Nowhere"]) == BLIND
    assert "CloudFormation does not show stack 'Nowhere'" in capsys.readouterr().err


def test_the_policy_allows_what_was_called_and_hardly_more(patient: Patient) -> None:
    assert patient.found() == []
    heal = the_set_paused_by_hand(patient)
    patient.found()
    heal()
    actions = {one.replace("sesv2:", "ses:").replace("cloudcontrol:", "cloudformation:") for one in patient.called}
    (statement,) = cast("list[dict[str, Any]]", read_policy()["Statement"])
    allowed = set(statement["Action"])
    assert actions <= allowed
    # Needed for attributes that only Cloud Control tells, which the emulator does not have.
    assert allowed - actions <= {"cloudformation:DescribeStackResource", "cloudformation:GetResource"}


def test_a_pause_by_the_guard_names_its_alarm(patient: Patient) -> None:
    cloudwatch, name = patient.client("cloudwatch"), configuration_set(patient)
    function = patient.physical_id("AWS::Lambda::Function", "GuardPauseSending")
    found = cloudwatch.describe_alarms()["MetricAlarms"]
    pausing = next(
        one
        for one in found
        if any(function in action for action in one["AlarmActions"]) and "Drill" not in one["AlarmName"]
    )
    cloudwatch.set_alarm_state(AlarmName=pausing["AlarmName"], StateValue="ALARM", StateReason="a drill")
    ses = patient.account.ses
    wait_for(
        "the guard to pause",
        lambda: not ses.get_configuration_set(ConfigurationSetName=name)["SendingOptions"]["SendingEnabled"],
        patience=20,
    )
    problems = dict(patient.found())
    assert problems["configuration-set-paused"].startswith("sending is paused, by the guard at ")
    assert f"for alarm {pausing['AlarmName']}" in problems["configuration-set-paused"]
    assert set(problems) - {"configuration-set-paused"} <= {"alarm-firing"}
    ses.put_configuration_set_sending_options(ConfigurationSetName=name, SendingEnabled=True)


def test_a_dead_letter_is_found_by_the_doctor_and_by_its_alarm(patient: Patient) -> None:
    sqs = patient.client("sqs")
    (url,) = (url for url in sqs.list_queues()["QueueUrls"] if "Guard" in url)
    sqs.send_message(QueueUrl=url, MessageBody="a pause that was not made")
    assert "dead-letters-waiting" in patient.rules()
    wait_for("its alarm to fire", lambda: "alarm-firing" in patient.rules(), patience=20)


def test_all_that_somebody_deleted_is_named(patient: Patient) -> None:
    """The last test of this file: nothing of it can be healed."""
    function = patient.physical_id("AWS::Lambda::Function", "GuardPauseSending")
    patient.client("lambda").delete_function(FunctionName=function)
    patient.client("cloudwatch").delete_alarms(AlarmNames=[alarm(patient)])
    patient.client("sns").delete_topic(TopicArn=patient.physical_id("AWS::SNS::Topic", "Problems"))
    receiving, owner = patient.client("ses"), rule_set(patient)
    receiving.delete_receipt_rule(RuleSetName=owner, RuleName=receipt_rules(patient)[0]["Name"])
    iam, (name, key) = patient.client("iam"), user(patient)
    iam.delete_access_key(UserName=name, AccessKeyId=key)
    ses = patient.client("sesv2")
    ses.delete_configuration_set_event_destination(
        ConfigurationSetName=configuration_set(patient), EventDestinationName=destination_name(patient)
    )
    sqs = patient.client("sqs")
    (queue,) = (url for url in sqs.list_queues()["QueueUrls"] if "Guard" in url)
    sqs.delete_queue(QueueUrl=queue)
    gone = {"dead-letter-queue-missing"}
    gone |= {"function-missing", "alarm-missing", "topic-missing", "receipt-rule-missing", "smtp-password-missing"}
    gone |= {"destination-missing"}
    assert gone <= patient.rules()
    ses.delete_email_identity(EmailIdentity=DOMAIN)
    ses.delete_configuration_set(ConfigurationSetName=configuration_set(patient))
    receiving.set_active_receipt_rule_set()
    receiving.delete_receipt_rule_set(RuleSetName=owner)
    gone |= {"identity-missing", "configuration-set-missing", "rule-set-missing", "rule-set-not-active"}
    assert gone - {"receipt-rule-missing"} <= patient.rules()


@pytest.mark.parametrize("stack", ["Events", "Sending", "Receiving", "Reputation"])
def test_the_app_is_healthy_stack_by_stack(
    mail: MailPlatform, stack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in mail.emulator.environment().items():
        if key.startswith("AWS_"):
            monkeypatch.setenv(key, value)
    with served_zones(mail.emulator) as resolver:
        report = examine(boto3.Session(), stack, name_server=Resolver(resolver))
    # The quick emulator's alarms do not wait for the first heartbeat.
    found = [one for one in report.findings if one.rule.id != "alarm-firing"]
    assert [(one.rule.id, one.problem) for one in found] == []
    assert report.resources > 10
