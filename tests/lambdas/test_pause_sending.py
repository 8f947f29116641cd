"""The pause function: what it pauses, what it leaves alone, and how it fails."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.stub import ANY, Stubber
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_constructs.lambdas.pause_sending import handler as pausing

EVENTS = Path(__file__).parent.parent / "events"
SHAPES = ("alarm_direct", "alarm_event_bridge", "alarm_sns")
TOPIC = "arn:aws:sns:eu-west-1:111122223333:operators"
DRILL_TOPIC = "arn:aws:sns:eu-west-1:111122223333:drill"
SET = "shop-receipts"
ENVIRONMENT = {
    "GUARDED_ACCOUNT": "no",
    "GUARDED_SETS": f"newsletter,{SET}",
    "OPERATORS_TOPIC": TOPIC,
    "ALARMS": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:",
    "RESUME_COMMAND": 'aws lambda invoke --function-name resume --payload \'{"resume":"<target>"}\'',
    "GUARDED_TENANTS": "",
    "RUNBOOK": "https://wiki.example/runbook",
    "DRY_RUN": "no",
    "CONFIRM": "no",
    "DRILL_SET": "drill",
    "DRILL_TENANT": "",
    "DRILL_TOPIC": DRILL_TOPIC,
}
WHOLE_ACCOUNT = {**ENVIRONMENT, "GUARDED_ACCOUNT": "yes", "GUARDED_SETS": ""}
SETS_GUARD = pausing.Settings.read(ENVIRONMENT)
ACCOUNT_GUARD = pausing.Settings.read(WHOLE_ACCOUNT)

Json = Any
"""Recorded events are taken apart and changed by hand."""


class Context:
    """An invocation."""

    function_name = "Mail-GuardPauseSending"
    aws_request_id = "0f4b2c1e"


class Cloud:
    """SES and SNS that answer what the test expects to be asked, in that order."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.clients: dict[str, Any] = {
            "sesv2": boto3.client("sesv2"),
            "sns": boto3.client("sns"),
            "cloudwatch": boto3.client("cloudwatch"),
        }
        self.ses = Stubber(self.clients["sesv2"])
        self.cloudwatch = Stubber(self.clients["cloudwatch"])
        self.cloudwatch.activate()
        self.sns = Stubber(self.clients["sns"])
        self.retries: list[object] = []
        self.published: list[dict[str, str]] = []
        self.clients["sns"].meta.events.register("provide-client-params.sns.Publish", self._keep)
        patch.setattr(boto3, "client", self._client)
        self.ses.activate()
        self.sns.activate()

    def _client(self, service: str, config: Config) -> object:
        self.retries.append(getattr(config, "retries", None))
        return self.clients[service]

    def _keep(self, params: dict[str, str], **_: object) -> None:
        self.published.append(params)

    def reads(self, *, sends: bool, name: str = SET) -> None:
        answer = {"ConfigurationSetName": name, "SendingOptions": {"SendingEnabled": sends}}
        self.ses.add_response("get_configuration_set", answer, {"ConfigurationSetName": name})

    def stops(self, name: str = SET) -> None:
        asked = {"ConfigurationSetName": name, "SendingEnabled": False}
        self.ses.add_response("put_configuration_set_sending_options", {}, asked)

    def tells(self) -> None:
        self.sns.add_response("publish", {"MessageId": "1"}, {"TopicArn": TOPIC, "Subject": ANY, "Message": ANY})

    def pauses(self, name: str = SET) -> None:
        self.reads(sends=True, name=name)
        self.stops(name)
        self.reads(sends=False, name=name)
        self.tells()

    def was_asked_everything(self) -> None:
        self.ses.assert_no_pending_responses()
        self.sns.assert_no_pending_responses()
        self.cloudwatch.assert_no_pending_responses()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    yield (made := Cloud(monkeypatch))
    made.was_asked_everything()


@pytest.fixture
def whole_account(monkeypatch: pytest.MonkeyPatch, cloud: Cloud) -> Cloud:
    for name, value in WHOLE_ACCOUNT.items():
        monkeypatch.setenv(name, value)
    return cloud


def recorded(shape: str) -> Json:
    return json.loads((EVENTS / f"{shape}.json").read_text())


def changed(shape: str, change: Callable[[Json], None]) -> Json:
    """A recorded event, after a change to its alarm: the SNS message, the ``alarmData`` or the ``detail``."""
    event = recorded(shape)
    if shape != "alarm_sns":
        change(event["alarmData" if shape == "alarm_direct" else "detail"])
        return event
    record = event["Records"][0]["Sns"]
    message = json.loads(record["Message"])
    change(message)
    record["Message"] = json.dumps(message)
    return event


def with_state(shape: str, value: object) -> Json:
    def change(alarm: Json) -> None:
        if "Trigger" in alarm:
            alarm["NewStateValue"] = value
        else:
            alarm["state"]["value"] = value

    return changed(shape, change)


def with_metric(
    shape: str, *, rate: str = "Reputation.BounceRate", namespace: str = "AWS/SES", dimensions: Json = None
) -> Json:
    """A recorded event whose alarm watches another metric; without dimensions, the account's."""
    dimensions = dimensions or {}

    def change(alarm: Json) -> None:
        if "Trigger" in alarm:
            named = [{"name": name, "value": value} for name, value in dimensions.items()]
            alarm["Trigger"] |= {"MetricName": rate, "Namespace": namespace, "Dimensions": named}
        else:
            metric = {"namespace": namespace, "name": rate, "dimensions": dimensions}
            alarm["configuration"]["metrics"][0]["metricStat"]["metric"] = metric

    return changed(shape, change)


def with_math(shape: str, *senders: str, account: str | None = None) -> Json:
    """A recorded event whose alarm watches an expression on bounce rates, gated by the number of sends."""

    def change(alarm: Json) -> None:
        small = "Trigger" not in alarm
        queries = [_query("sends", "Send", senders[0], small=small)]
        queries += [_query(f"r{n}", "Reputation.BounceRate", one, small=small) for n, one in enumerate(senders)]
        for query in queries if account is not None else []:
            query["accountId" if small else "AccountId"] = account
        gate = {"Id": "e1", "Expression": "IF(sends > 100, r0, 0)", "ReturnData": True}
        queries.append({key[0].lower() + key[1:]: value for key, value in gate.items()} if small else gate)
        if small:
            alarm["configuration"]["metrics"] = queries
            return
        for name in ("MetricName", "Namespace", "Dimensions", "Statistic"):
            del alarm["Trigger"][name]
        alarm["Trigger"]["Metrics"] = queries

    return changed(shape, change)


def _query(id: str, name: str, sender: str, *, small: bool) -> Json:
    if small:
        metric = {"namespace": "AWS/SES", "name": name, "dimensions": {"ses:configuration-set": sender}}
        stat = {"metric": metric, "period": 300, "stat": "Average"}
        return {"id": id, "metricStat": stat, "returnData": False}
    named = [{"value": sender, "name": "ses:configuration-set"}]
    big = {"Dimensions": named, "MetricName": name, "Namespace": "AWS/SES"}
    return {"Id": id, "MetricStat": {"Metric": big, "Period": 300, "Stat": "Average"}, "ReturnData": False}


def paused_by(event: object, guard: pausing.Settings = SETS_GUARD) -> list[str | None]:
    return [one.configuration_set for one in pausing.decide(event, guard) if one.ignored is None]


# what it pauses


@pytest.mark.parametrize("shape", SHAPES)
def test_an_alarm_of_a_listed_set_pauses_the_set_and_tells_the_operators(shape: str, cloud: Cloud) -> None:
    cloud.pauses()
    pausing.handler(recorded(shape), Context())
    notice = cloud.published[0]
    assert notice["Subject"] == f"Sending paused: configuration set {SET}"
    for told in (
        f"configuration set {SET} in eu-west-1 is paused.",
        "function Mail-GuardPauseSending, request 0f4b2c1e",
        "Alarm: Mail-GuardWatchReceiptsPauseBounce-4TQZ0W7B1XKD",
        "Metric: Reputation.BounceRate",
        "Threshold: 0.08",
        "Reason: Threshold Crossed",
        "Time: 2026-02-03T09:16:02.120+0000",
        f"Scope: configuration set {SET}",
        f'{{"resume":"{SET}"}}',
        "Runbook: https://wiki.example/runbook",
    ):
        assert told in notice["Message"]


@pytest.mark.parametrize("shape", ["alarm_direct", "alarm_event_bridge"])
def test_the_notice_gives_the_value_when_the_event_has_it(shape: str, cloud: Cloud) -> None:
    cloud.pauses()
    pausing.handler(recorded(shape), Context())
    assert "Value: 0.0912" in cloud.published[0]["Message"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("rate", ["Reputation.BounceRate", "Reputation.ComplaintRate"])
def test_an_alarm_without_dimensions_is_about_the_account(shape: str, rate: str) -> None:
    assert paused_by(with_metric(shape, rate=rate), ACCOUNT_GUARD) == [None]


@pytest.mark.parametrize("shape", SHAPES)
def test_an_alarm_of_the_account_pauses_the_account(shape: str, whole_account: Cloud) -> None:
    whole_account.ses.add_response("get_account", {"SendingEnabled": True}, {})
    whole_account.ses.add_response("put_account_sending_attributes", {}, {"SendingEnabled": False})
    whole_account.ses.add_response("get_account", {"SendingEnabled": False}, {})
    whole_account.tells()
    pausing.handler(with_metric(shape), Context())
    assert '{"resume":"account"}' in whole_account.published[0]["Message"]
    assert whole_account.published[0]["Subject"] == "Sending paused: the account"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_metric_math_alarm_on_one_set_pauses_it(shape: str) -> None:
    assert paused_by(with_math(shape, SET)) == [SET]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_metric_math_alarm_on_this_account_s_own_metric_pauses(shape: str) -> None:
    assert paused_by(with_math(shape, SET, account="111122223333")) == [SET]


def test_each_record_of_a_message_batch_is_decided(cloud: Cloud) -> None:
    event = recorded("alarm_sns")
    other = with_metric("alarm_sns", dimensions={"ses:configuration-set": "newsletter"})
    calm = with_state("alarm_sns", "OK")
    event["Records"] += other["Records"] + calm["Records"]
    cloud.pauses()
    cloud.pauses("newsletter")
    pausing.handler(event, Context())
    assert len(cloud.published) == 2


def test_an_alarm_that_names_no_arn_is_judged_by_the_rest() -> None:
    assert paused_by(changed("alarm_sns", lambda message: message.pop("AlarmArn"))) == [SET]


# what it leaves alone


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("state", ["OK", "INSUFFICIENT_DATA", "alarm", "", None, True, ["ALARM"]])
def test_any_state_but_alarm_pauses_nothing(shape: str, state: object) -> None:
    assert paused_by(with_state(shape, state)) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "metric",
    [
        {"rate": "Bounce"},
        {"rate": "Reputation.Delivered"},
        {"namespace": "AWS/SQS"},
        {"namespace": "Custom"},
        {"dimensions": {"ses:configuration-set": "somebody-elses"}},
        {"dimensions": {"ses:configuration-set": f"{SET}x"}},
        {"dimensions": {"ses:configuration-set": SET, "ses:from-domain": "shop.example"}},
        {"dimensions": {"configuration-set": SET}},
        {"dimensions": {"ses:configuration-set": None}},
    ],
)
def test_any_other_metric_pauses_nothing(shape: str, metric: Json) -> None:
    watched = {"dimensions": {"ses:configuration-set": SET}} | metric
    assert paused_by(with_metric(shape, **watched)) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_guard_of_sets_never_pauses_the_account(shape: str) -> None:
    assert paused_by(with_metric(shape)) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_guard_of_the_account_never_pauses_a_set(shape: str) -> None:
    assert paused_by(recorded(shape), ACCOUNT_GUARD) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("place", ["us-east-1:111122223333", "eu-west-1:444455556666"])
def test_an_alarm_of_another_region_or_account_pauses_nothing(shape: str, place: str) -> None:
    moved = json.dumps(recorded(shape)).replace("cloudwatch:eu-west-1:111122223333", f"cloudwatch:{place}")
    assert paused_by(json.loads(moved)) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_metric_math_alarm_on_another_account_s_metric_pauses_nothing(shape: str) -> None:
    assert paused_by(with_math(shape, SET, account="444455556666")) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_metric_math_alarm_that_mixes_two_sets_pauses_neither(shape: str) -> None:
    assert paused_by(with_math(shape, SET, "newsletter")) == []


def test_a_change_of_an_alarm_s_configuration_is_no_alarm() -> None:
    event = recorded("alarm_event_bridge") | {"detail-type": "CloudWatch Alarm Configuration Change"}
    assert paused_by(event) == []


@pytest.mark.parametrize("shape", ["alarm_direct", "alarm_event_bridge"])
def test_an_event_of_another_source_is_no_alarm(shape: str) -> None:
    assert paused_by(recorded(shape) | {"source": "shop.orders"}) == []


@pytest.mark.parametrize("event", [{}, None, [], "ALARM", 1, {"key1": "value1"}, {"Records": [{"Sns": None}]}])
def test_a_test_button_pauses_nothing_and_logs_one_line(
    event: object, cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    pausing.handler(event, Context())
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["did"] == "nothing"


def test_why_an_alarm_is_ignored_is_logged(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    pausing.handler(with_metric("alarm_direct", dimensions={"ses:configuration-set": "stray"}), Context())
    assert json.loads(capsys.readouterr().out)["why"] == "stray is not guarded here"


def leaves(value: object) -> Iterator[object]:
    """Every name and value in any JSON, those of JSON in strings too."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield value
        if isinstance(value, str) and value.startswith("{"):
            yield from leaves(json.loads(value))


def spots(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value in any JSON, except the whole."""
    inside: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from spots(one, (*path, key))


def replaced(event: Json, path: tuple[str | int, ...], new: object) -> Json:
    event = copy.deepcopy(event)
    spot = event
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = new
    return event


TELLING = ["ALARM", "OK", "AWS/SES", "Reputation.BounceRate", SET, "ses:configuration-set", "aws.cloudwatch"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.sampled_from(TELLING),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(TELLING), inner),
    max_leaves=10,
)
NAMES = ["Records", "Sns", "Message", "source", "alarmData", "detail", "detail-type", "state", "configuration"]


@settings(deadline=None)
@given(ANYTHING | st.dictionaries(st.sampled_from(NAMES), ANYTHING))
def test_no_other_event_ever_pauses(event: object) -> None:
    assert paused_by(event) == []
    assert paused_by(event, ACCOUNT_GUARD) == []


@settings(deadline=None)
@given(st.data())
def test_a_damaged_alarm_pauses_only_what_it_still_names(data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from(SHAPES))

    def damage(alarm: Json) -> None:
        path = data.draw(st.sampled_from(sorted(spots(alarm), key=str)))
        alarm |= replaced(alarm, path, data.draw(ANYTHING))

    event = changed(shape, damage)
    for name in paused_by(event):
        said = list(leaves(event))
        assert name == SET or name == "newsletter"
        assert {"ALARM", "AWS/SES", name} <= {one for one in said if isinstance(one, str)}
        assert {"Reputation.BounceRate", "Reputation.ComplaintRate"} & {
            one for one in said if isinstance(one, str)
        }


@settings(deadline=None)
@given(st.sampled_from(SHAPES), ANYTHING.filter(lambda value: value != "ALARM"))
def test_an_alarm_in_no_state_known_never_pauses(shape: str, state: object) -> None:
    assert paused_by(with_state(shape, state)) == []


# how it fails


@pytest.mark.parametrize("code", ["TooManyRequestsException", "AccessDeniedException", "NotFoundException"])
def test_a_pause_that_ses_refuses_raises_and_tells_nobody_it_is_done(code: str, cloud: Cloud) -> None:
    cloud.reads(sends=True)
    cloud.ses.add_client_error("put_configuration_set_sending_options", code)
    with pytest.raises(pausing.PauseFailedError, match=f"configuration set {SET}.*{code}"):
        pausing.handler(recorded("alarm_direct"), Context())
    assert cloud.published == []


def test_a_pause_of_the_account_that_ses_refuses_raises(whole_account: Cloud) -> None:
    whole_account.ses.add_response("get_account", {"SendingEnabled": True}, {})
    whole_account.ses.add_client_error("put_account_sending_attributes", "TooManyRequestsException")
    with pytest.raises(pausing.PauseFailedError, match=r"the account.*TooManyRequestsException"):
        pausing.handler(with_metric("alarm_direct"), Context())


def test_a_pause_that_does_not_hold_raises(cloud: Cloud) -> None:
    cloud.reads(sends=True)
    cloud.stops()
    cloud.reads(sends=True)
    with pytest.raises(pausing.PauseFailedError, match="still sends"):
        pausing.handler(recorded("alarm_direct"), Context())
    assert cloud.published == []


def test_a_state_that_cannot_be_read_does_not_stop_the_pause(cloud: Cloud) -> None:
    cloud.ses.add_client_error("get_configuration_set", "TooManyRequestsException")
    cloud.stops()
    cloud.reads(sends=False)
    cloud.tells()
    pausing.handler(recorded("alarm_direct"), Context())
    assert len(cloud.published) == 1


def test_a_pause_that_cannot_be_read_back_raises(cloud: Cloud) -> None:
    cloud.ses.add_client_error("get_configuration_set", "AccessDeniedException")
    cloud.stops()
    cloud.ses.add_client_error("get_configuration_set", "AccessDeniedException")
    with pytest.raises(pausing.PauseFailedError, match="AccessDeniedException"):
        pausing.handler(recorded("alarm_direct"), Context())


def test_a_second_alarm_pauses_nothing_twice_and_still_tells(cloud: Cloud) -> None:
    cloud.reads(sends=False)
    cloud.tells()
    pausing.handler(recorded("alarm_direct"), Context())
    assert "was so already" in cloud.published[0]["Message"]


def test_a_notice_that_fails_raises_after_the_pause_and_is_tried_again(cloud: Cloud) -> None:
    cloud.reads(sends=True)
    cloud.stops()
    cloud.reads(sends=False)
    cloud.sns.add_client_error("publish", "KMSAccessDenied")
    with pytest.raises(pausing.PauseFailedError, match="KMSAccessDenied"):
        pausing.handler(recorded("alarm_direct"), Context())
    cloud.reads(sends=False)
    cloud.tells()
    pausing.handler(recorded("alarm_direct"), Context())
    assert SET in cloud.published[-1]["Message"]


def test_a_failure_of_one_alarm_does_not_spare_the_next(cloud: Cloud) -> None:
    event = recorded("alarm_sns")
    event["Records"] += with_metric("alarm_sns", dimensions={"ses:configuration-set": "newsletter"})["Records"]
    cloud.reads(sends=True)
    cloud.ses.add_client_error("put_configuration_set_sending_options", "AccessDeniedException")
    cloud.pauses("newsletter")
    with pytest.raises(pausing.PauseFailedError, match=SET) as failed:
        pausing.handler(event, Context())
    assert "newsletter" not in str(failed.value)


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_a_function_that_lost_a_setting_raises(name: str, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(KeyError, match=name):
        pausing.handler(recorded("alarm_direct"), Context())


def test_every_client_retries_by_itself(cloud: Cloud) -> None:
    cloud.pauses()
    pausing.handler(recorded("alarm_direct"), Context())
    assert cloud.retries == [{"mode": "standard", "total_max_attempts": 5}] * 2


def test_the_subject_fits_the_longest_name(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "s" * 64
    monkeypatch.setenv("GUARDED_SETS", name)
    cloud.pauses(name)
    pausing.handler(with_metric("alarm_direct", dimensions={"ses:configuration-set": name}), Context())
    subject = cloud.published[0]["Subject"]
    assert name in subject
    assert len(subject) <= 100


def test_a_pause_is_logged_as_one_json_line(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.pauses()
    pausing.handler(recorded("alarm_direct"), Context())
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "did": "paused",
        "alarm": "Mail-GuardWatchReceiptsPauseBounce-4TQZ0W7B1XKD",
        "what": f"configuration set {SET}",
        "paused_before": False,
        "by": "0f4b2c1e",
        "why": [
            "Metric: Reputation.BounceRate",
            "Value: 0.0912",
            "Threshold: 0.08",
            f"Reason: {recorded('alarm_direct')['alarmData']['state']['reason']}",
            "Time: 2026-02-03T09:16:02.120+0000",
        ],
    }


# tenants

TENANT = "arn:aws:ses:eu-west-1:111122223333:tenant/acme/tn-1"


@pytest.fixture
def tenants(monkeypatch: pytest.MonkeyPatch, cloud: Cloud) -> Cloud:
    monkeypatch.setenv("GUARDED_TENANTS", f"{SET}={TENANT}")
    return cloud


def reads_tenant(cloud: Cloud, status: str) -> None:
    entity = {"ReputationEntityReference": TENANT, "SendingStatusAggregate": status}
    asked = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": TENANT}
    cloud.ses.add_response("get_reputation_entity", {"ReputationEntity": entity}, asked)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_alarm_of_a_tenant_s_set_pauses_the_tenant_and_not_the_set(shape: str, tenants: Cloud) -> None:
    reads_tenant(tenants, "ENABLED")
    asked = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": TENANT, "SendingStatus": "DISABLED"}
    tenants.ses.add_response("update_reputation_entity_customer_managed_status", {}, asked)
    reads_tenant(tenants, "DISABLED")
    tenants.tells()
    pausing.handler(recorded(shape), Context())
    assert tenants.published[0]["Subject"] == "Sending paused: tenant acme"
    assert '{"resume":"acme"}' in tenants.published[0]["Message"]


def test_a_tenant_that_still_sends_after_its_pause_raises(tenants: Cloud) -> None:
    reads_tenant(tenants, "ENABLED")
    tenants.ses.add_response("update_reputation_entity_customer_managed_status", {})
    reads_tenant(tenants, "REINSTATED")
    with pytest.raises(pausing.PauseFailedError, match="tenant acme.*still sends"):
        pausing.handler(recorded("alarm_direct"), Context())


def test_a_runtime_that_does_not_know_tenants_fails_with_the_cure(tenants: Cloud) -> None:
    tenants.clients["sesv2"] = object()
    with pytest.raises(pausing.PauseFailedError, match="does not know tenants.*fix: give the function a layer"):
        pausing.handler(recorded("alarm_direct"), Context())


# dry run


def test_a_dry_run_tells_and_pauses_nothing(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRY_RUN", "yes")
    cloud.reads(sends=True)
    cloud.tells()
    pausing.handler(recorded("alarm_direct"), Context())
    assert cloud.published[0]["Subject"] == f"Sending would be paused: configuration set {SET}"
    assert "would be paused: the guard is in its dry run" in cloud.published[0]["Message"]


# confirmation


@pytest.fixture
def confirming(monkeypatch: pytest.MonkeyPatch, cloud: Cloud) -> Cloud:
    monkeypatch.setenv("CONFIRM", "yes")
    return cloud


NAME = "Mail-GuardWatchReceiptsPauseBounce-4TQZ0W7B1XKD"


def describes(cloud: Cloud, *, state: str = "ALARM", sender: str = SET, math: bool = False) -> None:
    metric = {
        "Namespace": "AWS/SES",
        "MetricName": "Reputation.BounceRate",
        "Dimensions": [{"Name": "ses:configuration-set", "Value": sender}],
    }
    watched: Json = metric
    if math:
        watched = {"Metrics": [{"Id": "rate", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"}}]}
    answer = {"MetricAlarms": [{"AlarmName": NAME, "StateValue": state, **watched}]}
    cloud.cloudwatch.add_response("describe_alarms", answer, {"AlarmNames": [NAME]})


@pytest.mark.parametrize("math", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_an_alarm_that_cloudwatch_confirms_pauses(shape: str, math: bool, confirming: Cloud) -> None:
    describes(confirming, math=math)
    confirming.pauses()
    pausing.handler(recorded(shape), Context())


@pytest.mark.parametrize("shape", SHAPES)
def test_a_message_about_an_alarm_that_is_ok_pauses_nothing(shape: str, confirming: Cloud) -> None:
    describes(confirming, state="OK")
    pausing.handler(recorded(shape), Context())
    assert confirming.published == []


def test_a_message_that_lends_an_alarm_to_another_sender_pauses_nothing(confirming: Cloud) -> None:
    describes(confirming, sender="newsletter")
    pausing.handler(recorded("alarm_sns"), Context())
    assert confirming.published == []


def test_a_message_about_an_alarm_that_does_not_exist_pauses_nothing(confirming: Cloud) -> None:
    confirming.cloudwatch.add_response("describe_alarms", {"MetricAlarms": []}, {"AlarmNames": [NAME]})
    pausing.handler(recorded("alarm_sns"), Context())
    assert confirming.published == []


def test_an_alarm_that_cannot_be_asked_is_believed(confirming: Cloud) -> None:
    confirming.cloudwatch.add_client_error("describe_alarms", "Throttling")
    confirming.pauses()
    pausing.handler(recorded("alarm_direct"), Context())
    assert len(confirming.published) == 1


# heartbeat


def test_a_heartbeat_reads_everything_and_pauses_nothing(cloud: Cloud) -> None:
    for name in ("newsletter", SET):
        cloud.reads(sends=True, name=name)
        on = {"ConfigurationSetName": name, "ReputationOptions": {"ReputationMetricsEnabled": name == SET}}
        cloud.ses.add_response("get_configuration_set", on, {"ConfigurationSetName": name})
    cloud.sns.add_response("get_topic_attributes", {}, {"TopicArn": TOPIC})
    assert pausing.handler({"heartbeat": True}, Context()) == {
        "senders": [
            {
                "sender": "newsletter",
                "what": "configuration set newsletter",
                "set": "newsletter",
                "sends": True,
                "blind": True,
                "resumed": None,
                "switched": None,
            },
            {
                "sender": SET,
                "what": f"configuration set {SET}",
                "set": SET,
                "sends": True,
                "blind": False,
                "resumed": None,
                "switched": None,
            },
        ]
    }


def test_a_heartbeat_of_the_account_needs_no_reputation_metrics(whole_account: Cloud) -> None:
    whole_account.ses.add_response("get_account", {"SendingEnabled": False}, {})
    whole_account.sns.add_response("get_topic_attributes", {}, {"TopicArn": TOPIC})
    answer = pausing.handler({"heartbeat": True}, Context())
    (sender,) = answer["senders"]  # type: ignore[index]
    assert (sender["sender"], sender["set"], sender["sends"], sender["blind"]) == ("account", None, False, False)


@pytest.mark.parametrize("lost", ["ses", "sns"])
def test_a_heartbeat_fails_where_a_pause_would(lost: str, whole_account: Cloud) -> None:
    if lost == "ses":
        whole_account.ses.add_client_error("get_account", "AccessDeniedException")
    else:
        whole_account.ses.add_response("get_account", {"SendingEnabled": True}, {})
        whole_account.sns.add_client_error("get_topic_attributes", "NotFound")
    with pytest.raises(Exception, match="AccessDenied|NotFound"):
        pausing.handler({"heartbeat": True}, Context())


def test_a_heartbeat_of_a_guard_that_confirms_fails_where_alarms_cannot_be_seen(
    whole_account: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pause believes an alarm that it cannot ask, so nothing else would tell."""
    monkeypatch.setenv("CONFIRM", "yes")
    whole_account.ses.add_response("get_account", {"SendingEnabled": True}, {})
    whole_account.sns.add_response("get_topic_attributes", {}, {"TopicArn": TOPIC})
    whole_account.cloudwatch.add_client_error("describe_alarms", "AccessDenied")
    with pytest.raises(ClientError, match="AccessDenied"):
        pausing.handler({"heartbeat": True}, Context())


def test_an_alarm_event_cannot_pass_for_a_heartbeat_by_accident(cloud: Cloud) -> None:
    cloud.pauses()
    assert pausing.handler(recorded("alarm_direct") | {"heartbeat": "true"}, Context()) is None


def test_a_heartbeat_tells_when_ses_last_switched_a_set_on(cloud: Cloud) -> None:
    when = datetime(2026, 2, 3, 9, 16, tzinfo=UTC)
    for name in ("newsletter", SET):
        cloud.reads(sends=False, name=name)
        fresh = {"ReputationOptions": {"LastFreshStart": when}} if name == SET else {}
        cloud.ses.add_response("get_configuration_set", fresh, {"ConfigurationSetName": name})
    cloud.sns.add_response("get_topic_attributes", {}, {"TopicArn": TOPIC})
    answer: Json = pausing.handler({"heartbeat": True}, Context())
    assert [one["resumed"] for one in answer["senders"]] == [None, "2026-02-03T09:16:00+00:00"]


def test_a_heartbeat_tells_when_a_tenant_was_last_switched(
    tenants: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUARDED_SETS", SET)
    when = datetime(2026, 2, 3, 9, 16, tzinfo=UTC)
    reads_tenant(tenants, "DISABLED")
    status = {"CustomerManagedStatus": {"Status": "DISABLED", "LastUpdatedTimestamp": when}}
    tenants.ses.add_response("get_reputation_entity", {"ReputationEntity": status})
    tenants.ses.add_response("get_configuration_set", {}, {"ConfigurationSetName": SET})
    tenants.sns.add_response("get_topic_attributes", {}, {"TopicArn": TOPIC})
    answer: Json = pausing.handler({"heartbeat": True}, Context())
    assert [one["switched"] for one in answer["senders"]] == ["2026-02-03T09:16:00+00:00"]


# the drill


def drill_tells(cloud: Cloud) -> None:
    """The notice goes to the drill's own topic, and not to people."""
    asked = {"TopicArn": DRILL_TOPIC, "Subject": ANY, "Message": ANY}
    cloud.sns.add_response("publish", {"MessageId": "1"}, asked)


def drill_starts(cloud: Cloud) -> None:
    asked = {"ConfigurationSetName": "drill", "SendingEnabled": True}
    cloud.ses.add_response("put_configuration_set_sending_options", {}, asked)
    cloud.reads(sends=True, name="drill")


@pytest.mark.parametrize("dry_run", ["yes", "no"])
@pytest.mark.parametrize("guard", [ENVIRONMENT, WHOLE_ACCOUNT], ids=["sets", "the account"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_drill_s_alarm_really_pauses_the_drill_and_tells_nobody(
    shape: str,
    guard: dict[str, str],
    dry_run: str,
    cloud: Cloud,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in (guard | {"DRY_RUN": dry_run}).items():
        monkeypatch.setenv(name, value)
    cloud.reads(sends=True, name="drill")
    cloud.stops("drill")
    cloud.reads(sends=False, name="drill")
    drill_tells(cloud)
    pausing.handler(with_metric(shape, dimensions={"ses:configuration-set": "drill"}), Context())
    assert cloud.published[0]["Message"].startswith("This is a drill: nobody has to do anything.")
    # No pause in the history of pauses.
    assert json.loads(capsys.readouterr().out)["did"] == "drilled"


def test_a_guard_of_tenants_drills_with_a_tenant(tenants: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRILL_TENANT", TENANT)
    reads_tenant(tenants, "ENABLED")
    asked = {"ReputationEntityType": "RESOURCE", "ReputationEntityReference": TENANT, "SendingStatus": "DISABLED"}
    tenants.ses.add_response("update_reputation_entity_customer_managed_status", {}, asked)
    reads_tenant(tenants, "DISABLED")
    drill_tells(tenants)
    pausing.handler(with_metric("alarm_direct", dimensions={"ses:configuration-set": "drill"}), Context())
    reads_tenant(tenants, "DISABLED")
    back = asked | {"SendingStatus": "ENABLED"}
    tenants.ses.add_response("update_reputation_entity_customer_managed_status", {}, back)
    reads_tenant(tenants, "ENABLED")
    drill_tells(tenants)
    assert pausing.handler({"drill": "end"}, Context()) == {"paused": True}


@pytest.mark.parametrize("sends", [True, False], ids=["as it should be", "left over"])
def test_a_drill_begins_by_switching_its_set_on(sends: bool, cloud: Cloud) -> None:
    cloud.reads(sends=sends, name="drill")
    drill_starts(cloud)
    assert pausing.handler({"drill": "begin"}, Context()) == {"paused": not sends}
    assert cloud.published == []


def test_a_drill_that_was_paused_ends_with_its_set_switched_on_and_a_notice(cloud: Cloud) -> None:
    cloud.reads(sends=False, name="drill")
    drill_starts(cloud)
    drill_tells(cloud)
    assert pausing.handler({"drill": "end"}, Context()) == {"paused": True}
    assert cloud.published[0]["Subject"] == "A drill is over"


def test_a_drill_that_is_not_paused_yet_does_not_end(cloud: Cloud) -> None:
    cloud.reads(sends=True, name="drill")
    assert pausing.handler({"drill": "end"}, Context()) == {"paused": False}
    assert cloud.published == []


@pytest.mark.parametrize("lost", ["switch", "hold", "tell"])
def test_a_drill_fails_where_a_pause_would(lost: str, cloud: Cloud) -> None:
    cloud.reads(sends=False, name="drill")
    if lost == "switch":
        cloud.ses.add_client_error("put_configuration_set_sending_options", "AccessDeniedException")
    else:
        cloud.ses.add_response("put_configuration_set_sending_options", {})
        cloud.reads(sends=lost != "hold", name="drill")
    if lost == "tell":
        cloud.sns.add_client_error("publish", "AuthorizationError")
    with pytest.raises(Exception, match=r"AccessDenied|AuthorizationError|does not send"):
        pausing.handler({"drill": "end"}, Context())


@pytest.mark.parametrize("said", ["yes", True, 1, None, ["begin"]])
def test_what_only_looks_like_a_drill_is_none(said: object, cloud: Cloud) -> None:
    assert pausing.handler({"drill": said}, Context()) is None
