"""Settings of functions that MiniStack's templates drop."""

from __future__ import annotations

from .conftest import Sandbox

ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {"AssumeRolePolicyDocument": {"Statement": []}},
}
QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "letters"}}


def function(**properties: object) -> dict[str, object]:
    usual = {
        "FunctionName": "f",
        "Handler": "index.handler",
        "Runtime": "python3.14",
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "Code": {"ZipFile": "def handler(event, context): pass"},
    }
    return {"Type": "AWS::Lambda::Function", "Properties": {**usual, **properties}}


def test_a_dead_letter_queue_and_a_reservation_come_and_go_with_the_template(sandbox: Sandbox) -> None:
    lambda_ = sandbox.emulator.client("lambda", account=sandbox.account)

    def settings() -> tuple[object, object]:
        configuration = lambda_.get_function_configuration(FunctionName="f")
        concurrency = lambda_.get_function_concurrency(FunctionName="f")
        return configuration.get("DeadLetterConfig"), concurrency.get("ReservedConcurrentExecutions")

    letters = {"TargetArn": {"Fn::GetAtt": ["Queue", "Arn"]}}
    resources = {"Role": ROLE, "Queue": QUEUE}
    sandbox.deploy({**resources, "F": function(DeadLetterConfig=letters, ReservedConcurrentExecutions=1)})
    assert settings() == ({"TargetArn": sandbox.place.arn("sqs", "letters")}, 1)
    sandbox.deploy({**resources, "F": function(Description="changed")})
    assert settings() == (None, None)
