"""Guards and a monitor where every call is judged: their policies are enough, and none has a spare part."""

from __future__ import annotations

import copy
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from botocore.exceptions import ClientError

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.reputation import AccountMonitor, AutoResume, GuardScope, ReputationGuard, TenantStream
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

if TYPE_CHECKING:
    from types_boto3_cloudwatch.type_defs import DimensionTypeDef

STACK = "Strict"
ALARM = "AWS::CloudWatch::Alarm"
BEAT = {"heartbeat": True}


class Strict(cdk.Stack):
    """Each scope of a guard, one of them with its confirmation, and the monitor."""

    def __init__(self, app: cdk.App) -> None:
        super().__init__(app, STACK)
        operators = sns.Topic(self, "Operators", topic_name="operators")
        shop = ConfigurationSet(self, "Shop", configuration_set_name="shop")
        news = ConfigurationSet(self, "News", configuration_set_name="news")
        acme = ConfigurationSet(self, "AcmeMail", configuration_set_name="acme-mail")
        tenant = ses.CfnTenant(self, "Acme", tenant_name="acme")
        scopes = {
            "Account": GuardScope.account(),
            "Sets": GuardScope.configuration_sets(shop),
            "Tenants": GuardScope.tenants(TenantStream(tenant=tenant, configuration_set=acme)),
            "Confirmed": GuardScope.configuration_sets(news),
        }
        for id, watch in scopes.items():
            ReputationGuard(
                self,
                id,
                watch=watch,
                operators=operators,
                confirm=id == "Confirmed",
                auto_resume=AutoResume() if id == "Confirmed" else None,
                removal_policy=cdk.RemovalPolicy.DESTROY,
            )
        AccountMonitor(self, "Monitor", operators=operators, dedicated_ips=True)


@dataclass(frozen=True)
class Case:
    """A function of a guard, one of its permissions, and an event that needs it."""

    guard: str
    function: str
    action: str
    event: dict[str, Any]


def alarm(configuration_set: str | None) -> dict[str, Any]:
    """What an alarm sends to the pause function."""
    dimensions = {} if configuration_set is None else {"ses:configuration-set": configuration_set}
    metric = {"namespace": "AWS/SES", "name": "Reputation.BounceRate", "dimensions": dimensions}
    return {
        "source": "aws.cloudwatch",
        "alarmArn": "arn:aws:cloudwatch:us-east-1:000000000000:alarm:made-up",
        "alarmData": {
            "alarmName": "made-up",
            "state": {"value": "ALARM"},
            "configuration": {"metrics": [{"id": "m1", "metricStat": {"metric": metric}}]},
        },
    }


def resume(target: str) -> dict[str, Any]:
    return {"resume": target, "reason": "a test", "by": "a test"}


ACCOUNT_ACTIONS = ("ses:GetAccount", "ses:PutAccountSendingAttributes")
SET_ACTIONS = ("ses:GetConfigurationSet", "ses:PutConfigurationSetSendingOptions")
TENANT_ACTIONS = ("ses:GetReputationEntity", "ses:UpdateReputationEntityCustomerManagedStatus")
ASKS = ("lambda:InvokeFunction", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricData")
CHECKS = (*ASKS, "cloudwatch:SetAlarmState")
SIMULATES = "iam:SimulatePrincipalPolicy"
TOPIC_ACTIONS = ("sns:Publish", "sns:GetTopicAttributes")
RESUMES = "AutoResumeResumeAutomatically"
READS = ("logs:FilterLogEvents", "cloudwatch:GetMetricStatistics")
CASES = [
    *(Case("Account", "PauseSending", action, alarm(None)) for action in (*ACCOUNT_ACTIONS, "sns:Publish")),
    *(Case("Account", "ResumeSending", action, resume("account")) for action in (*ACCOUNT_ACTIONS, "sns:Publish")),
    *(Case("Account", "PauseSending", action, BEAT) for action in ("ses:GetAccount", "sns:GetTopicAttributes")),
    *(Case("Account", "CheckGuard", action, {}) for action in (*CHECKS, SIMULATES)),
    *(
        Case("Sets", "PauseSending", action, BEAT)
        for action in ("ses:GetConfigurationSet", "sns:GetTopicAttributes")
    ),
    *(Case("Sets", "PauseSending", action, alarm("shop")) for action in (*SET_ACTIONS, "sns:Publish")),
    Case("Confirmed", "PauseSending", "cloudwatch:DescribeAlarms", BEAT),
    *(Case("Sets", "ResumeSending", action, resume("shop")) for action in (*SET_ACTIONS, "sns:Publish")),
    *(Case("Sets", "CheckGuard", action, {}) for action in CHECKS),
    *(Case("Tenants", "PauseSending", action, alarm("acme-mail")) for action in (*TENANT_ACTIONS, "sns:Publish")),
    *(
        Case("Tenants", "PauseSending", action, BEAT)
        for action in ("ses:GetConfigurationSet", "ses:GetReputationEntity", "sns:GetTopicAttributes")
    ),
    *(Case("Tenants", "ResumeSending", action, resume("acme")) for action in (*TENANT_ACTIONS, "sns:Publish")),
    *(Case("Tenants", "CheckGuard", action, {}) for action in CHECKS),
    *(
        Case("Monitor", "WatchAccount", action, {})
        for action in (
            *("ses:GetAccount", "ses:ListEmailIdentities"),
            *("cloudwatch:PutMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"),
        )
    ),
    Case("Sets", "ResumeSending", "ses:GetAccount", resume("shop")),
    Case("Tenants", "ResumeSending", "ses:GetAccount", resume("acme")),
    *(Case("Confirmed", RESUMES, action, {}) for action in (*ASKS, *READS)),
]
HEARD = [
    *(("Account", action) for action in (*ACCOUNT_ACTIONS, *SET_ACTIONS, *TOPIC_ACTIONS)),
    *(("Sets", action) for action in (*SET_ACTIONS, *TOPIC_ACTIONS)),
    *(("Tenants", action) for action in (*TENANT_ACTIONS, "ses:GetConfigurationSet", *TOPIC_ACTIONS)),
    *(("Confirmed", action) for action in (*SET_ACTIONS, *TOPIC_ACTIONS, "cloudwatch:DescribeAlarms")),
]
"""Every action of every pause function, which the heartbeat alone has to miss."""
SERVICES = {"logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"}
"""What the Lambda service does with a function's role: its logs, and the queue of what failed for good."""


class Strictly(Account):
    """The deployed stack, and the policies of its functions."""

    def function(self, case: Case) -> str:
        return self.physical_id(STACK, "AWS::Lambda::Function", f"{case.guard}{case.function}")

    def role_of(self, function: str) -> str:
        config = self.emulator.client("lambda").get_function_configuration(FunctionName=function)
        return config["Role"]

    def policies(self, function: str) -> dict[str, Any]:
        """Name and document of each policy of a function's role."""
        iam = self.emulator.client("iam")
        role = self.role_of(function).rpartition("/")[2]
        assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
        names = iam.list_role_policies(RoleName=role)["PolicyNames"]
        return {name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}

    def put_policies(self, function: str, documents: dict[str, Any]) -> None:
        role = self.role_of(function).rpartition("/")[2]
        for name, document in documents.items():
            self.emulator.client("iam").put_role_policy(
                RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document)
            )

    def actions(self, function: str) -> set[str]:
        return {
            action
            for document in self.policies(function).values()
            for statement in document["Statement"]
            for action in _listed(statement["Action"])
        }

    def prepare(self, case: Case) -> None:
        """What a function needs so that it has something to do."""
        self.switch_all(on="Resume" not in case.function and case.function != "WatchAccount")
        if case.function == RESUMES:
            self.cool_down()

    def cool_down(self) -> None:
        """The guard has paused the set ``news`` two hours ago, and nobody has resumed it since.

        SES remembers when a set was last switched on, so that this has to be one that never was.
        """
        self.ses.delete_configuration_set(ConfigurationSetName="news")
        self.ses.create_configuration_set(
            ConfigurationSetName="news",
            ReputationOptions={"ReputationMetricsEnabled": True},
            SendingOptions={"SendingEnabled": False},
        )
        logs, now = self.emulator.client("logs"), time.time()
        entry = {"did": "paused", "what": "configuration set news", "paused_before": False}
        for function in ("PauseSending", "ResumeSending"):
            config = self.emulator.client("lambda").get_function_configuration(
                FunctionName=self.function(Case("Confirmed", function, "", {}))
            )
            group = config["LoggingConfig"]["LogGroup"]
            for stream in logs.describe_log_streams(logGroupName=group)["logStreams"]:
                logs.delete_log_stream(logGroupName=group, logStreamName=stream["logStreamName"])
            if function == "PauseSending":
                logs.create_log_stream(logGroupName=group, logStreamName="past")
                logs.put_log_events(
                    logGroupName=group,
                    logStreamName="past",
                    logEvents=[{"timestamp": int((now - 7200) * 1000), "message": json.dumps(entry)}],
                )
        guard = self.function(Case("Confirmed", "PauseSending", "", {}))
        dimensions: list[DimensionTypeDef] = [
            {"Name": "Guard", "Value": guard},
            {"Name": "Sender", "Value": "news"},
        ]
        seen = datetime.fromtimestamp(now - 3600, UTC)
        self.emulator.client("cloudwatch").put_metric_data(
            Namespace="SesConstructs",
            MetricData=[{"MetricName": "Paused", "Dimensions": dimensions, "Value": 1, "Timestamp": seen}],
        )
        # An hour at least in a template; here the alarms are OK for no longer than this test runs.
        functions, name = self.emulator.client("lambda"), self.function(Case("Confirmed", RESUMES, "", {}))
        variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        variables |= {"AFTER_SECONDS": "60", "QUIET_SECONDS": "0"}
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
        alarms = [
            self.physical_id(STACK, ALARM, f"ConfirmedWatchNewsPause{kind}") for kind in ("Bounce", "Complaint")
        ]
        for alarm in alarms:
            self.emulator.client("cloudwatch").set_alarm_state(
                AlarmName=alarm, StateValue="OK", StateReason="a test"
            )

    def switch_all(self, *, on: bool) -> None:
        """Sending of everything that is guarded, by the account's own key."""
        self.ses.put_account_sending_attributes(SendingEnabled=on)
        for name in ("shop", "news", "acme-mail"):
            self.ses.put_configuration_set_sending_options(ConfigurationSetName=name, SendingEnabled=on)
        self.ses.update_reputation_entity_customer_managed_status(
            ReputationEntityType="RESOURCE",
            ReputationEntityReference=self.ses.get_tenant(TenantName="acme")["Tenant"]["TenantArn"],
            SendingStatus="ENABLED" if on else "DISABLED",
        )

    def run(self, function: str, event: dict[str, Any]) -> str | None:
        """What a function complains about; ``None`` when all is well."""
        answer = self.emulator.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode())
        said = answer["Payload"].read().decode()
        return said if answer.get("FunctionError") else None


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def without(documents: dict[str, Any], action: str) -> dict[str, Any]:
    """The policies less one action."""
    cut = copy.deepcopy(documents)
    for document in cut.values():
        for statement in document["Statement"]:
            statement["Action"] = [one for one in _listed(statement["Action"]) if one != action]
        document["Statement"] = [one for one in document["Statement"] if one["Action"]]
    return cut


@pytest.fixture(scope="module")
def strict(strict_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Strictly:
    strict_emulator.reset()
    Assembly(strict_emulator, Path(tmp_path_factory.mktemp("strict")) / "cdk.out").deploy(Strict)
    return Strictly(strict_emulator)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.guard} {case.function} {case.action}")
def test_a_function_works_with_its_policy_and_fails_loudly_without_one_action(
    strict: Strictly, case: Case
) -> None:
    function = strict.function(case)
    strict.prepare(case)
    assert strict.run(function, case.event) is None
    kept = strict.policies(function)
    strict.prepare(case)
    strict.put_policies(function, without(kept, case.action))
    try:
        complaint = strict.run(function, case.event)
    finally:
        strict.put_policies(function, kept)
    assert complaint is not None
    assert "AccessDenied" in complaint or "AuthorizationError" in complaint
    assert case.action.partition(":")[2] in complaint


def test_every_permission_is_tried(strict: Strictly) -> None:
    tried: dict[tuple[str, str], set[str]] = {}
    for case in CASES:
        tried.setdefault((case.guard, case.function), set()).add(case.action)
    # But for the one more action the confirmed guard is as that of the sets; the account's drill is a set.
    del tried["Confirmed", "PauseSending"]
    tried["Account", "PauseSending"] |= set(SET_ACTIONS)
    for (guard, function), actions in tried.items():
        given = strict.actions(strict.function(Case(guard, function, "", {})))
        assert given - SERVICES == actions, (guard, function)


def test_a_guard_of_one_set_may_touch_no_other_set_and_not_the_account(strict: Strictly) -> None:
    function = strict.function(Case("Sets", "PauseSending", "", {}))
    as_guard = strict.emulator.session_as(strict.role_of(function)).client("sesv2")
    as_guard.put_configuration_set_sending_options(ConfigurationSetName="shop", SendingEnabled=True)
    for refused in (
        lambda: as_guard.put_configuration_set_sending_options(ConfigurationSetName="news", SendingEnabled=False),
        lambda: as_guard.get_configuration_set(ConfigurationSetName="acme-mail"),
        lambda: as_guard.put_account_sending_attributes(SendingEnabled=False),
        as_guard.list_email_identities,
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            refused()


def test_a_pause_that_has_cooled_down_is_resumed_once(strict: Strictly) -> None:
    function, resumes = (strict.function(Case("Confirmed", name, "", {})) for name in (RESUMES, "ResumeSending"))
    notices = strict.listen(f"arn:aws:sns:us-east-1:{strict.emulator.account}:operators")
    strict.prepare(Case("Confirmed", RESUMES, "", {}))
    assert strict.run(function, {}) is None
    assert strict.is_sending("news")
    (line,) = [one for one in strict.log(resumes) if one.get("did") == "resumed"]
    assert line["by"] == "automatic resume"
    wait_for(
        "the notice",
        lambda: any("By: automatic resume" in str(one.get("Message")) for one in strict.taken(notices)),
    )
    # Paused again, and by nobody that the guard knows.
    strict.switch_all(on=False)
    assert strict.run(function, {}) is None
    assert not strict.is_sending("news")
    assert "no pause of the guard's own" in strict.log(function)[-1]["why"]


def test_a_pause_that_was_lifted_and_made_again_by_a_person_is_not_resumed(strict: Strictly) -> None:
    """Both between two heartbeats, so that none of them has seen it."""
    function = strict.function(Case("Confirmed", RESUMES, "", {}))
    strict.prepare(Case("Confirmed", RESUMES, "", {}))
    for on in (True, False):
        strict.ses.put_configuration_set_sending_options(ConfigurationSetName="news", SendingEnabled=on)
    assert strict.run(function, {}) is None
    assert not strict.is_sending("news")
    assert "somebody has resumed it and paused it again" in strict.log(function)[-1]["why"]


def test_a_pause_that_a_person_holds_is_not_resumed(strict: Strictly) -> None:
    function = strict.function(Case("Confirmed", RESUMES, "", {}))
    strict.prepare(Case("Confirmed", RESUMES, "", {}))
    resumes = strict.function(Case("Confirmed", "ResumeSending", "", {}))
    assert strict.run(resumes, {"hold": "news", "reason": "looking into it", "by": "ann"}) is None
    assert strict.run(function, {}) is None
    assert not strict.is_sending("news")


@pytest.mark.parametrize("lost", ["ses:PutConfigurationSetSendingOptions", "sqs:SendMessage"])
def test_an_alarm_that_cannot_pause_is_heard_of(strict: Strictly, lost: str) -> None:
    """Without the queue's permission too: the alarm on errors needs no permission of the function's."""
    strict.switch_all(on=True)
    function = strict.function(Case("Sets", "PauseSending", "", {}))
    kept = strict.policies(function)
    strict.put_policies(function, without(without(kept, "ses:PutConfigurationSetSendingOptions"), lost))
    heard = strict.physical_id(STACK, "AWS::CloudWatch::Alarm", "SetsFailuresErrors")
    firing = strict.physical_id(STACK, "AWS::CloudWatch::Alarm", "SetsWatchShopPauseBounce")
    cloudwatch = strict.emulator.client("cloudwatch")
    try:
        # An alarm that is in ALARM already does nothing when it is set to ALARM.
        for name, state in ((heard, "OK"), (firing, "OK"), (firing, "ALARM")):
            cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="a test")  # type: ignore[arg-type]
        wait_for("the alarm on errors", lambda: heard in strict.alarms_in("ALARM"), patience=30)
    finally:
        strict.put_policies(function, kept)
    assert strict.is_sending("shop")


# what the heartbeat hears; last, for it also says who was seen sending


@pytest.mark.parametrize(("guard", "action"), HEARD, ids=lambda part: str(part))
def test_the_heartbeat_hears_of_every_action_that_the_pause_function_loses(
    strict: Strictly, guard: str, action: str
) -> None:
    """Nothing is in ALARM, nobody is paused: the check alone tells. That all is well otherwise, others show."""
    check, pause = (strict.function(Case(guard, name, "", {})) for name in ("CheckGuard", "PauseSending"))
    strict.switch_all(on=True)
    kept = strict.policies(pause)
    strict.put_policies(pause, without(kept, action))
    try:
        complaint = strict.run(check, {})
    finally:
        strict.put_policies(pause, kept)
    assert complaint is not None
    assert "AccessDenied" in complaint or "AuthorizationError" in complaint
    assert action.partition(":")[2] in complaint


def test_the_heartbeat_hears_of_an_alarm_whose_actions_are_off(strict: Strictly) -> None:
    check = strict.function(Case("Sets", "CheckGuard", "", {}))
    alarm = strict.physical_id(STACK, ALARM, "SetsWatchShopPauseComplaint")
    cloudwatch = strict.emulator.client("cloudwatch")
    cloudwatch.disable_alarm_actions(AlarmNames=[alarm])
    try:
        complaint = strict.run(check, {})
    finally:
        cloudwatch.enable_alarm_actions(AlarmNames=[alarm])
    assert complaint is not None
    assert "would pause for: Reputation.ComplaintRate of shop" in complaint


def test_a_confirming_guard_s_heartbeat_is_well(strict: Strictly) -> None:
    assert strict.run(strict.function(Case("Confirmed", "CheckGuard", "", {})), {}) is None


def test_the_heartbeat_is_tried_with_every_action_of_every_pause_function(strict: Strictly) -> None:
    for guard in ("Account", "Sets", "Tenants", "Confirmed"):
        given = strict.actions(strict.function(Case(guard, "PauseSending", "", {})))
        assert given - SERVICES == {action for name, action in HEARD if name == guard}


def test_the_heartbeat_hears_that_alarms_no_longer_get_through(strict: Strictly) -> None:
    check, pause = (strict.function(Case("Sets", name, "", {})) for name in ("CheckGuard", "PauseSending"))
    functions = strict.emulator.client("lambda")
    (statement,) = (
        one
        for one in json.loads(functions.get_policy(FunctionName=pause)["Policy"])["Statement"]
        if "alarms" in str(one["Principal"])
    )
    variables = functions.get_function_configuration(FunctionName=check)["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=check, Environment={"Variables": variables | {"DRILL_SECONDS": "2"}}
    )
    functions.remove_permission(FunctionName=pause, StatementId=statement["Sid"])
    try:
        complaint = strict.run(check, {})
    finally:
        functions.add_permission(
            FunctionName=pause,
            StatementId=statement["Sid"],
            Action=statement["Action"],
            Principal=statement["Principal"]["Service"],
            SourceArn=statement["Condition"]["ArnLike"]["AWS:SourceArn"],
            SourceAccount=statement["Condition"]["StringEquals"]["AWS:SourceAccount"],
        )
        functions.update_function_configuration(FunctionName=check, Environment={"Variables": variables})
    assert complaint is not None
    assert "went to ALARM" in complaint
    assert strict.run(check, {}) is None
