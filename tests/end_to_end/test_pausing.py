"""``app.py`` deployed: bounces pause one stream of mail, a person resumes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from botocore.exceptions import ClientError

from ses_constructs.local.platform import NotSeenError, wait_for
from tests.end_to_end.account import CUSTOMER, Record
from tests.end_to_end.mail_platform import ACCOUNT, NEWS, SHOP, MailPlatform, app


@dataclass(frozen=True)
class Pause:
    """A stream that bounces paused, and what was seen of it."""

    alarms: list[str]
    notices: list[Record]
    log: list[Record]


@pytest.fixture(scope="module")
def pause(mail: MailPlatform) -> Pause:
    # News sends enough for the account's own rate to stay low.
    for _ in range(80):
        mail.send(NEWS, CUSTOMER)
    for number in range(6):
        bounce(mail, f"gone{number}@bounce.test")
    wait_for("the pause", lambda: not mail.is_sending(mail.receipts), patience=30)
    function = mail.function("Streams", "Pause")

    def paused() -> list[Record]:
        return [line for line in mail.log(function) if line.get("did") == "paused"]

    def notices() -> list[Record]:
        return [each for each in mail.taken(mail.notices) if str(each.get("Message")).startswith("Amazon SES")]

    log = wait_for("the function's log", paused, patience=30)
    return Pause(mail.alarms_about_mail(), wait_for("the notice", notices, patience=30), log)


def bounce(mail: MailPlatform, address: str) -> None:
    """The burst goes on while the guard works; what comes after the pause is refused."""
    try:
        mail.send(SHOP, address)
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] != "SendingPausedException":
            raise


def test_only_the_alarms_of_the_stream_that_bounced_fire(pause: Pause) -> None:
    kinds = [name.partition("StreamsWatchSendingReceipts")[2] for name in sorted(pause.alarms)]
    assert [re.match("[A-Z][a-z]+[A-Z][a-z]+", kind)[0] for kind in kinds] == ["PauseBounce", "WarnBounce"]  # type: ignore[index]


def test_the_pause_function_really_ran_in_lambda(mail: MailPlatform, pause: Pause) -> None:
    assert pause.log[0]["what"] == f"configuration set {mail.receipts}"
    assert pause.log[0]["paused_before"] is False
    assert pause.log[0]["alarm"] in pause.alarms


def test_every_domain_of_the_paused_stream_is_refused(mail: MailPlatform, pause: Pause) -> None:
    assert [mail.refusal(domain) for domain in (SHOP, ACCOUNT)] == ["SendingPausedException"] * 2


def test_the_other_stream_and_the_account_go_on_sending(mail: MailPlatform, pause: Pause) -> None:
    assert mail.is_sending(mail.news)
    assert mail.ses.get_account()["SendingEnabled"]
    assert mail.refusal(NEWS) == ""


def test_the_operators_are_told_what_is_paused_and_how_to_resume(mail: MailPlatform, pause: Pause) -> None:
    text = pause.notices[0]["Message"]
    assert text.startswith(f"Amazon SES sending of configuration set {mail.receipts} in us-east-1 is paused.")
    assert f"aws lambda invoke --function-name {mail.function('Streams', 'Resume')}" in text
    assert f'"resume":"{mail.receipts}"' in text


def test_the_operators_get_the_alarm_itself_too(mail: MailPlatform, pause: Pause) -> None:
    told = {each.get("AlarmName") for each in mail.taken(mail.notices)}
    assert set(pause.alarms) <= told


def test_a_deployment_without_changes_leaves_the_pause(mail: MailPlatform, pause: Pause) -> None:
    cloudformation = mail.emulator.client("cloudformation")
    before = cloudformation.describe_stack_events(StackName="Sending")["StackEvents"]
    mail.cdk.deploy()
    assert cloudformation.describe_stack_events(StackName="Sending")["StackEvents"] == before
    assert not mail.is_sending(mail.receipts)


def test_a_deployment_that_changes_the_guard_leaves_the_pause(mail: MailPlatform, pause: Pause) -> None:
    app(mail.emulator).deploy(context={"pause": '{"bounce": 0.07, "complaint": 0.003}'})
    thresholds = mail.emulator.client("cloudwatch").describe_alarms(AlarmNames=pause.alarms)["MetricAlarms"]
    assert {alarm["Threshold"] for alarm in thresholds} == {0.05, 0.07}
    assert not mail.is_sending(mail.receipts)
    assert mail.refusal(SHOP) == "SendingPausedException"


def test_the_resume_function_refuses_what_it_does_not_guard(mail: MailPlatform, pause: Pause) -> None:
    with pytest.raises(NotSeenError, match="not guarded here"):
        mail.invoke(mail.function("Streams", "Resume"), {"resume": "account", "reason": "try"})
    assert not mail.is_sending(mail.receipts)


def test_the_printed_command_resumes_and_mail_flows(mail: MailPlatform, pause: Pause) -> None:
    answer = mail.resume(mail.receipts)
    assert (answer["resumed"], answer["was_paused"]) == (f"configuration set {mail.receipts}", True)
    assert [mail.refusal(domain) for domain in (SHOP, ACCOUNT, NEWS)] == ["", "", ""]
    resumed = f"Amazon SES sending of configuration set {mail.receipts} in us-east-1 is on."

    def told() -> bool:
        return any(str(each.get("Message")).startswith(resumed) for each in mail.taken(mail.notices))

    assert wait_for("the notice", told, patience=15)
