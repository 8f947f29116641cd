"""Functions: who may invoke them, and what becomes of their failures."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import threading

import pytest
from ministack.core import lambda_runtime
from ministack.core.responses import request_scope
from ministack.services import lambda_svc, sns

from ses_constructs.local.ministack.functions import World, _let_logs_come, check_function, install, invoke
from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.world import Place, TargetRefusedError

from .conftest import Allow, Sandbox


def make(place: Place, *, policy: str = '{"Statement": []}') -> str:
    """A function in this process, as MiniStack keeps it."""
    arn = place.arn("lambda", "function:f")
    lambda_svc._functions["f"] = {
        "config": {
            "FunctionName": "f",
            "FunctionArn": arn,
            "Runtime": "python3.14",
            "Handler": "index.handler",
            "Role": f"arn:aws:iam::{place.account}:role/f",
            "Version": "$LATEST",
            "Timeout": 10,
        },
        "code_zip": b"",
        "policy": json.loads(policy),
        "versions": {},
        "aliases": {},
        "event_invoke_configs": {},
    }
    return arn


def ses(place: Place) -> ServiceCaller:
    return ServiceCaller("ses.amazonaws.com", place, place.arn("ses", "receipt-rule-set/in:receipt-rule/seen"))


def test_a_function_that_does_not_exist_is_refused(place: Place) -> None:
    with pytest.raises(TargetRefusedError, match="does not exist"):
        check_function(ses(place), place.arn("lambda", "function:absent"))


def test_a_function_that_lets_nobody_in_is_refused(place: Place) -> None:
    with pytest.raises(TargetRefusedError, match=r"does not let ses\.amazonaws\.com invoke"):
        check_function(ses(place), make(place))


def answering(monkeypatch: pytest.MonkeyPatch, answer: dict[str, object]) -> list[object]:
    """Lets functions answer this without running; returns what they are asked."""
    asked: list[object] = []

    def execute(func: dict[str, object], event: object) -> dict[str, object]:
        asked.append(event)
        return answer

    monkeypatch.setattr(lambda_svc, "_execute_function_with_config_scope", execute)
    return asked


def test_a_function_answers_the_service_it_lets_in(
    place: Place, allow: Allow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answering(monkeypatch, {"body": {"disposition": "CONTINUE"}})
    account = {"AWS:SourceAccount": place.account}
    arn = make(place, policy=allow("ses.amazonaws.com", "lambda:InvokeFunction", "*", StringEquals=account))
    check_function(ses(place), arn)
    assert invoke(ses(place), arn, {"a": 1}, wait=True) == {"disposition": "CONTINUE"}
    assert asked == [{"a": 1}]


def test_a_failure_of_a_function_that_was_waited_for_is_told(
    place: Place, allow: Allow, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, {"error": True, "body": {"errorMessage": "no mail"}})
    arn = make(place, policy=allow("ses.amazonaws.com", "lambda:InvokeFunction", "*"))
    with pytest.raises(TargetRefusedError, match="no mail"):
        invoke(ses(place), arn, {"what": "mail"}, wait=True)


def deploy(sandbox: Sandbox, *, may_send: bool, subscribed: bool = True, permitted: bool = True) -> dict[str, str]:
    """A topic, a function that always fails, and its dead-letter queue."""
    queue = {"Fn::GetAtt": ["Letters", "Arn"]}
    statement = {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": queue if may_send else "arn:aws:sqs:::x",
    }
    role = {
        "AssumeRolePolicyDocument": {"Statement": []},
        "Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": [statement]}}],
    }
    resources: dict[str, object] = {
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Letters": {"Type": "AWS::SQS::Queue"},
        "Role": {"Type": "AWS::IAM::Role", "Properties": role},
        "F": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Handler": "index.handler",
                "Runtime": "python3.14",
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Code": {"ZipFile": "def handler(event, context):\n    raise ValueError('no')"},
                "DeadLetterConfig": {"TargetArn": queue},
            },
        },
    }
    if subscribed:
        resources["Subscription"] = {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "TopicArn": {"Ref": "Topic"},
                "Protocol": "lambda",
                "Endpoint": {"Fn::GetAtt": ["F", "Arn"]},
            },
        }
    if permitted:
        resources["Permission"] = {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": {"Ref": "F"},
                "Principal": "sns.amazonaws.com",
                "SourceArn": {"Ref": "Topic"},
            },
        }
    outputs = {"Topic": {"Ref": "Topic"}, "Letters": {"Ref": "Letters"}, "F": {"Ref": "F"}}
    return sandbox.deploy(resources, outputs)


def counted(sandbox: Sandbox, name: str, function: str) -> float:
    """The sum of a metric of a function over the last hour."""
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    found = sandbox.emulator.client("cloudwatch", account=sandbox.account).get_metric_statistics(
        Namespace="AWS/Lambda",
        MetricName=name,
        Dimensions=[{"Name": "FunctionName", "Value": function}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=7200,
        Statistics=["Sum"],
    )
    return sum(point["Sum"] for point in found["Datapoints"])


def test_a_message_whose_function_fails_is_tried_three_times_and_then_kept(sandbox: Sandbox) -> None:
    made = deploy(sandbox, may_send=True)
    sandbox.emulator.client("sns", account=sandbox.account).publish(TopicArn=made["Topic"], Message="hello")
    (letter,) = sandbox.messages(made["Letters"])
    assert json.loads(letter["Body"])["Records"][0]["Sns"]["Message"] == "hello"
    assert letter["MessageAttributes"]["ErrorMessage"]["StringValue"] == "no"
    assert counted(sandbox, "Errors", made["F"]) == counted(sandbox, "Invocations", made["F"]) == 3


def test_a_role_that_may_not_send_loses_the_event_and_is_counted(sandbox: Sandbox) -> None:
    made = deploy(sandbox, may_send=False, subscribed=False)
    sandbox.emulator.client("lambda", account=sandbox.account).invoke(
        FunctionName=made["F"], InvocationType="Event", Payload=b"{}"
    )
    assert sandbox.wait_for(lambda: counted(sandbox, "DeadLetterErrors", made["F"])) == 1


def test_a_topic_without_permission_does_not_reach_the_function(sandbox: Sandbox) -> None:
    made = deploy(sandbox, may_send=True, permitted=False)
    sandbox.emulator.client("sns", account=sandbox.account).publish(TopicArn=made["Topic"], Message="hello")
    refusal = f"not delivered from {made['Topic']}"
    sandbox.wait_for(lambda: refusal in sandbox.emulator.log.read_text())
    assert counted(sandbox, "Invocations", made["F"]) == 0


def test_a_function_that_is_waited_for_counts_once(sandbox: Sandbox) -> None:
    made = deploy(sandbox, may_send=True, subscribed=False)
    answer = sandbox.emulator.client("lambda", account=sandbox.account).invoke(
        FunctionName=made["F"], Payload=b"{}"
    )
    assert answer["FunctionError"]
    assert counted(sandbox, "Errors", made["F"]) == counted(sandbox, "Invocations", made["F"]) == 1


def test_a_function_of_a_forgotten_account_does_not_count_in_the_next_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Place] = []
    monkeypatch.setattr(lambda_svc, "_execute_function_dispatch", lambda *_: {"error": True})
    for name in ("_emit_lambda_metrics", "_route_async_failure"):
        monkeypatch.setattr(lambda_svc, name, getattr(lambda_svc, name))
    monkeypatch.setattr(sns, "_deliver_to_lambda", sns._deliver_to_lambda)
    drain = "_drain_stderr_bounded"
    monkeypatch.setattr(lambda_runtime.Worker, drain, getattr(lambda_runtime.Worker, drain))
    install(counted.append)
    monkeypatch.setattr(World, "since", 100.0)
    run = lambda_svc._execute_function_dispatch
    with request_scope(place.account, place.region):
        assert run({}, {"FunctionName": "f"}, {}, "1", 99.0) == {"error": True}
        assert counted == []
        run({}, {"FunctionName": "f"}, {}, "2", 101.0)
    assert counted == [place]


def test_lines_that_come_late_belong_to_the_invocation_that_wrote_them() -> None:
    worker = lambda_runtime.Worker("f", {"Runtime": "python3.14"}, b"")
    code = "import sys, time; print('one', file=sys.stderr, flush=True); time.sleep(9)"
    worker._proc = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    try:
        assert worker._proc.stderr is not None
        select.select([worker._proc.stderr], [], [], 10)
        reads = threading.Timer(0.3, worker._read_stderr)
        reads.daemon = True
        reads.start()
        assert _let_logs_come(worker) == "one"
    finally:
        worker._proc.kill()
        worker._proc.wait()
        reads.join()
        worker._proc.stderr.close()
