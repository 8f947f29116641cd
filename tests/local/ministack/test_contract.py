"""The private parts of MiniStack: their names, their parameters, and what we count on them to do.

This fails when an upgrade moves something, before a stranger symptom shows elsewhere.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time

import pytest
from ministack.core import iam_evaluator, responses, router
from ministack.services import cloudwatch, eventbridge, lambda_svc, route53, sns, sqs
from ministack.services.cloudformation import engine, provisioners, stacks

from ses_constructs.local.ministack import contract
from ses_constructs.local.ministack.contract import ContractBrokenError
from ses_constructs.local.world import Place


def test_every_part_is_where_it_was_with_the_parameters_it_had() -> None:
    contract.check()


def test_a_part_that_moved_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(contract.CALLED, "services.sns:publish_internal", "topic_arn message")
    monkeypatch.setitem(contract.CALLED, "services.sns:gone", "x")
    monkeypatch.setattr(contract, "STORES", {"services.sns:_nowhere"})
    with pytest.raises(ContractBrokenError) as caught:
        contract.check()
    for part in ("publish_internal takes", "services.sns:gone is gone", "services.sns:_nowhere is gone"):
        assert part in str(caught.value)


def test_what_is_replaced_is_called_by_its_name_in_its_module() -> None:
    """A part that MiniStack has bound elsewhere (``from x import y``) would not feel its replacement."""
    code = """
import importlib, sys
import ministack.app, ministack.services.cloudformation.stacks, ministack.services.s3, ministack.services.pipes
from ses_constructs.local.ministack.contract import REPLACED
for where in REPLACED:
    module, _, name = where.partition(":")
    owner = importlib.import_module("ministack." + module)
    for other in [m for n, m in list(sys.modules.items()) if n.startswith("ministack.") and m is not owner]:
        replaced_too = other.__name__.removeprefix("ministack.") + ":" + name in REPLACED
        if vars(other).get(name) is getattr(owner, name) and not replaced_too:
            print(where, "is also bound in", other.__name__)
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == ""


def test_resource_types_are_looked_up_in_one_table_when_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[object, ...]] = []

    def create(*arguments: object) -> tuple[str, dict[str, str]]:
        made.append(arguments)
        return "id", {"Arn": "arn"}

    template = {"Resources": {"X": {"Type": "AWS::SES::New"}}}
    with pytest.raises(ValueError, match="Unrecognized resource types"):
        engine.validate_template_support(template, {})
    monkeypatch.setitem(provisioners._RESOURCE_HANDLERS, "AWS::SES::New", {"create": create})
    engine.validate_template_support(template, {})
    assert provisioners._provision_resource("AWS::SES::New", "X", {"a": 1}, "Stack") == ("id", {"Arn": "arn"})
    assert made == [("X", {"a": 1}, "Stack")]


def test_an_update_handler_is_given_the_logical_id(monkeypatch: pytest.MonkeyPatch) -> None:
    updated: list[tuple[object, ...]] = []

    def update(*arguments: object) -> tuple[str, dict[str, str]]:
        updated.append(arguments)
        return "id", {}

    entry = {"create": update, "update": update, "update_with_logical_id": True, "delete": update}
    monkeypatch.setitem(provisioners._RESOURCE_HANDLERS, "AWS::SES::New", entry)
    provisioners._update_resource("AWS::SES::New", "id", {"a": 1}, {"a": 2}, "Stack", "X")
    provisioners._delete_resource("AWS::SES::New", "id", {"a": 2}, "Stack", "X")
    assert updated == [("id", {"a": 1}, {"a": 2}, "Stack", "X"), ("id", {"a": 2})]


def test_our_types_would_run_on_the_event_loop() -> None:
    assert stacks._runs_on_worker_thread("AWS::SES::EmailIdentity") is False
    assert stacks._runs_on_worker_thread("Custom::X") is True


def test_stores_are_divided_by_account_and_region(place: Place) -> None:
    sns._create_topic({"Name": ["here"]})
    assert len(sns._topics) == 1
    with responses.request_scope(place.account, "us-west-2"):
        assert len(sns._topics) == 0
    with responses.request_scope("999988887777", place.region):
        assert len(sns._topics) == 0


def test_a_key_of_twelve_digits_is_an_account() -> None:
    header = "AWS4-HMAC-SHA256 Credential=111122223333/20261121/eu-west-1/ses/aws4_request"
    assert router.extract_access_key_id({"authorization": header}) == "111122223333"
    assert router.extract_region({"authorization": header}) == "eu-west-1"


def test_a_service_principal_matches_only_statements_about_it() -> None:
    context = iam_evaluator.EvalContext("ses.amazonaws.com", "Service", "", "sns:Publish", "arn:t", "eu-west-1")
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": "SNS:*",
        "Resource": "*",
    }
    document = {"Statement": [statement]}
    for service, decision in (("ses.amazonaws.com", "Allow"), ("sns.amazonaws.com", "ImplicitDeny")):
        found = iam_evaluator.evaluate_resource_policy(document, context, service=service)
        assert found.decision == decision


def test_a_topic_is_born_with_the_policy_that_lets_its_account_in(place: Place, topic: str) -> None:
    policy = json.loads(sns._topics[topic]["attributes"]["Policy"])
    assert policy["Statement"][0]["Condition"] == {"StringEquals": {"AWS:SourceOwner": place.account}}


def test_a_datum_is_kept_under_its_exact_dimensions(place: Place) -> None:
    cloudwatch._store_datum("N", "m", {"b": "2", "a": "1"}, 100.0, "None", 3.0, None, None, None)
    cloudwatch.record_metric("N", "m", 4.0, "Count", {"a": "1"})
    assert cloudwatch._dims_key({"b": "2", "a": "1"}) == "a=1|b=2"
    (point,) = cloudwatch._metrics[("N", "m", "a=1|b=2")]
    assert (point["Timestamp"], cloudwatch._point_stats(point)) == (100.0, (1.0, 3.0, 3.0, 3.0))
    assert len(cloudwatch._metrics[("N", "m", "a=1")]) == 1


def test_the_state_of_an_alarm_is_set_without_asking_our_evaluation(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    acted: list[tuple[object, ...]] = []
    monkeypatch.setattr(cloudwatch, "_dispatch_alarm_actions", lambda *arguments: acted.append(arguments))
    record = {"AlarmName": "a", "AlarmArn": place.arn("cloudwatch", "alarm:a"), "StateValue": "OK"}
    cloudwatch._alarms["a"] = record
    cloudwatch._set_alarm_state({}, {"AlarmName": "a", "StateValue": "ALARM", "StateReason": "r"}, False, True)
    assert acted == [(record, "OK", "ALARM", "r")]


def test_only_with_a_word_of_its_own_may_an_event_come_from_a_service(place: Place) -> None:
    entry = {"Source": "aws.ses", "DetailType": "Email Sent", "Detail": "{}"}
    for allowed, failures in ((False, 1), (True, 0)):
        _, _, body = eventbridge._put_events({"Entries": [entry]}, allow_aws_source=allowed)
        assert json.loads(body)["FailedEntryCount"] == failures


def test_policies_of_queues_and_topics_are_not_asked_by_themselves(place: Place, topic: str) -> None:
    """Should MiniStack come to ask them, our replacements can go."""
    assert sqs.queue_policy_allows(place.arn("sqs", "absent"), "sns.amazonaws.com", topic, place.account) is True
    assert sns.topic_policy_allows(place.arn("sns", "absent"), "s3.amazonaws.com", "arn:x", place.account) is True


def test_an_invocation_in_the_background_is_counted_as_a_success_at_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should MiniStack count what really happens, our counting can go."""
    counted: list[dict[str, object]] = []
    monkeypatch.setattr(lambda_svc, "_emit_lambda_metrics", lambda name, **found: counted.append(found))
    monkeypatch.setattr(lambda_svc, "invoke_async_with_retry", lambda func, event: None)
    lambda_svc._functions["f"] = {"config": {"FunctionName": "f"}, "versions": {}, "aliases": {}}
    asyncio.run(lambda_svc._invoke("f", {}, {"x-amz-invocation-type": "Event"}))
    assert counted == [{"duration_ms": 0.0, "error": False, "throttle": False}]


def test_what_the_types_we_add_are_for_ministack() -> None:
    """Should MiniStack come to know one of these, our handler can go."""
    for name in ("AWS::Route53::RecordSetGroup", "AWS::IAM::AccessKey", "AWS::CloudWatch::CompositeAlarm"):
        assert name not in provisioners._RESOURCE_HANDLERS


def test_zones_and_records_look_as_we_read_them(place: Place) -> None:
    made = provisioners._RESOURCE_HANDLERS["AWS::Route53::HostedZone"]["create"](
        "Zone", {"Name": "a.example"}, "S"
    )
    zone = route53._zones.to_dict()[(place.account, made[0])]
    assert zone["name"] == "a.example."
    assert {record["Type"] for record in route53._records[made[0]]} == {"SOA", "NS"}


def test_messages_of_a_queue_look_as_we_count_them(place: Place) -> None:
    url = sqs._act_create_queue({"QueueName": "q"}, "")["QueueUrl"]
    sqs._act_send_message({"QueueUrl": url, "MessageBody": "x"}, url)
    (message,) = sqs._queues[url]["messages"]
    assert message["visible_at"] <= time.time()
    assert sqs._queue_name_to_url.get("q") == url
