"""A guard of a set and one of a tenant, deployed: the gate, the heartbeat, and the command that resumes."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from botocore.exceptions import ClientError

from ses_constructs.configuration_sets import ConfigurationSet
from ses_constructs.local.emulator import Emulator
from ses_constructs.local.platform import wait_for
from ses_constructs.reputation import GuardScope, ReputationGuard, TenantStream, Volume
from ses_constructs.reputation.__main__ import main
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

SENDER = "hello@sender.test"


class Guarded(cdk.Stack):
    """A shop whose set is guarded, and a tenant who is guarded by the rates of its set."""

    def __init__(self, app: cdk.App) -> None:
        super().__init__(app, "Guarded")
        operators = sns.Topic(self, "Operators")
        volume = Volume.at_least(sends=10, bounces=3, complaints=1)
        gone = cdk.RemovalPolicy.DESTROY
        shop = ConfigurationSet(self, "Shop", configuration_set_name="shop")
        acme = ConfigurationSet(self, "AcmeMail", configuration_set_name="acme-mail")
        tenant = ses.CfnTenant(self, "Acme", tenant_name="acme")
        stream = TenantStream(tenant=tenant, configuration_set=acme)
        for id, watch in (
            ("Sets", GuardScope.configuration_sets(shop)),
            ("Tenants", GuardScope.tenants(stream)),
        ):
            ReputationGuard(self, id, watch=watch, operators=operators, volume=volume, removal_policy=gone)


@pytest.fixture(scope="module")
def account(quick_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    quick_emulator.reset()
    assembly = Assembly(quick_emulator, Path(tmp_path_factory.mktemp("guard")) / "cdk.out")
    assembly.deploy(Guarded)
    found = Account(quick_emulator)
    found.ses.create_email_identity(EmailIdentity=SENDER)
    quick_emulator.confirm_address(SENDER)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in quick_emulator.credentials().items():
            patch.setenv(name, value)
        yield found


def send(account: Account, to: str, configuration_set: str) -> str:
    """The code with which SES refuses a mail; empty when it takes it."""
    try:
        account.ses.send_email(
            FromEmailAddress=SENDER,
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
            ConfigurationSetName=configuration_set,
        )
    except ClientError as refusal:
        return refusal.response["Error"]["Code"]
    return ""


def tenant_status(account: Account) -> str:
    return account.ses.get_tenant(TenantName="acme")["Tenant"].get("SendingStatus", "")


def test_a_rate_of_few_mails_warns_and_does_not_pause(account: Account) -> None:
    assert [send(account, to, "shop") for to in ("a@mail.test", "b@mail.test", "gone@bounce.test")] == [""] * 3
    wait_for("the warning", lambda: any("WarnBounce" in name for name in account.alarms_in("ALARM")), patience=30)
    assert account.is_sending("shop")
    assert not any("PauseBounce" in name for name in account.alarms_in("ALARM"))


def test_more_of_it_pauses(account: Account) -> None:
    for number in range(12):
        send(account, f"gone{number}@bounce.test", "shop")
    wait_for("the pause", lambda: not account.is_sending("shop"), patience=30)
    assert send(account, "a@mail.test", "shop") == "SendingPausedException"
    assert tenant_status(account) != "DISABLED"


def test_the_status_tells_who_is_paused_and_why(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--stack", "Guarded"]) == 1
    said = capsys.readouterr().out
    assert "shop: PAUSED" in said
    assert "acme: sends" in said
    assert "paused configuration set shop, by " in said


def test_the_command_resumes_with_a_reason(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume", "--stack", "Guarded", "--target", "shop", "--reason", "list cleaned"]) == 0
    assert "configuration set shop sends." in capsys.readouterr().out
    assert account.is_sending("shop")
    main(["status", "--stack", "Guarded"])
    assert "resumed configuration set shop, by arn:aws:" in (said := capsys.readouterr().out)
    assert said.rstrip().endswith(": list cleaned")


def test_the_bounces_of_a_tenant_s_set_pause_the_tenant(account: Account) -> None:
    for number in range(12):
        # Others than those of the shop, which SES suppresses by now.
        send(account, f"left{number}@bounce.test", "acme-mail")
    wait_for("the pause", lambda: tenant_status(account) == "DISABLED", patience=30)
    assert account.is_sending("acme-mail")
    assert main(["resume", "--stack", "Guarded", "--target", "acme", "--reason", "customer warned"]) == 0
    assert tenant_status(account) == "ENABLED"


@pytest.mark.parametrize("guard", ["Sets", "Tenants"])
def test_the_check_counts_a_heartbeat_with_exactly_its_permissions(account: Account, guard: str) -> None:
    check = account.physical_id("Guarded", "AWS::Lambda::Function", f"{guard}CheckGuard")
    pause = account.physical_id("Guarded", "AWS::Lambda::Function", f"{guard}PauseSending")
    answer = account.emulator.client("lambda").invoke(FunctionName=check, Payload=b"{}")
    assert not answer.get("FunctionError"), json.loads(answer["Payload"].read())
    found = account.emulator.client("cloudwatch").list_metrics(Namespace="SesConstructs", MetricName="Heartbeat")
    assert [{"Name": "Guard", "Value": pause}] in [metric["Dimensions"] for metric in found["Metrics"]]


def beat(account: Account, guard: str) -> None:
    check = account.physical_id("Guarded", "AWS::Lambda::Function", f"{guard}CheckGuard")
    answer = account.emulator.client("lambda").invoke(FunctionName=check, Payload=b"{}")
    assert not answer.get("FunctionError"), json.loads(answer["Payload"].read())


@pytest.mark.parametrize("guard", ["Sets", "Tenants"])
def test_a_heartbeat_pauses_the_drill_and_nobody_else(account: Account, guard: str) -> None:
    pause = account.physical_id("Guarded", "AWS::Lambda::Function", f"{guard}PauseSending")
    before = len(account.log(pause))
    heard = account.listen(account.physical_id("Guarded", "AWS::SNS::Topic", f"{guard}DrillNotices"))
    beat(account, guard)

    def told(start: str) -> bool:
        return any(str(one.get("Message")).startswith(start) for one in account.taken(heard))

    wait_for("the notice", lambda: told("This is a drill: nobody has to do anything."), patience=15)
    wait_for("the end", lambda: told("The drill of function"), patience=15)
    drilled = [one for one in account.log(pause)[before:] if "did" in one]
    assert [(one["did"], one.get("paused_before")) for one in drilled] == [("drilled", False)]
    alarm = account.physical_id("Guarded", "AWS::CloudWatch::Alarm", f"{guard}Drill")
    assert alarm not in account.alarms_in("ALARM")
    drill = account.physical_id("Guarded", "AWS::SES::ConfigurationSet", f"{guard}DrillSet")
    assert all(account.is_sending(name) for name in (drill, "shop", "acme-mail"))
    tenants = [one["TenantName"] for one in account.ses.list_tenants()["Tenants"]]
    assert len(tenants) == 2
    assert {account.ses.get_tenant(TenantName=name)["Tenant"].get("SendingStatus") for name in tenants} == {
        "ENABLED"
    }


def test_people_hear_nothing_of_a_drill(account: Account) -> None:
    people = account.physical_id("Guarded", "AWS::SNS::Topic", "Operators")
    notices = account.listen(people)
    beat(account, "Sets")
    account.emulator.client("sns").publish(TopicArn=people, Message="the last one")
    wait_for(
        "it", lambda: any(one.get("Message") == "the last one" for one in account.taken(notices)), patience=15
    )
    theirs = [str(one) for one in account.taken(notices) if one.get("TopicArn") == people]
    assert not [one for one in theirs if "drill" in one]


def test_who_resumes_a_set_of_an_account_that_is_paused_hears_that_no_mail_flows(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account.ses.put_configuration_set_sending_options(ConfigurationSetName="shop", SendingEnabled=False)
    account.ses.put_account_sending_attributes(SendingEnabled=False)
    try:
        assert main(["resume", "--stack", "Guarded", "--target", "shop", "--reason", "list cleaned"]) == 1
        said = capsys.readouterr().out
        assert said.startswith("configuration set shop is resumed, but NO MAIL FLOWS.\n")
        assert "the account itself is paused" in said
        assert account.is_sending("shop")
        assert send(account, "a@mail.test", "shop") == "SendingPausedException"
        assert main(["status", "--stack", "Guarded"]) == 1
        assert "the account itself is PAUSED: nothing goes out" in capsys.readouterr().out
    finally:
        account.ses.put_account_sending_attributes(SendingEnabled=True)


# the examples


@pytest.mark.parametrize(
    ("example", "alarms", "dashboards"),
    [("guard_two_streams", 23, 0), ("guard_tenants", 15, 0), ("watch_the_account", 19, 1)],
)
def test_an_example_is_deployed_and_its_checks_find_all_well(
    example: str, alarms: int, dashboards: int, emptied: Account, assembly: Assembly
) -> None:
    module = importlib.import_module(f"examples.{example}")
    (stack,) = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, cdk.Stack) and kind.__module__ == module.__name__
    ]
    assembly.deploy(lambda app: stack(app, "Example"))
    client = emptied.emulator.client
    assert len(client("cloudwatch").describe_alarms(MaxRecords=100)["MetricAlarms"]) == alarms
    assert len(client("cloudwatch").list_dashboards()["DashboardEntries"]) == dashboards
    functions = [one["FunctionName"] for one in client("lambda").list_functions()["Functions"]]
    checks = [name for name in functions if "CheckGuard" in name or "WatchAccount" in name]
    assert len(checks) == 1 + dashboards
    for name in checks:
        answer = client("lambda").invoke(FunctionName=name, Payload=b"{}")
        assert not answer.get("FunctionError"), answer["Payload"].read()
