"""What functions of SAM subscribe to."""

from __future__ import annotations

from ses_constructs.review.alarms import subscribed
from ses_constructs.review.serverless import fed_by, sources
from tests.review.conftest import assembly_of

FUNCTIONS = """
Topic: {Type: AWS::SNS::Topic}
Other: {Type: AWS::SNS::Topic}
Queue: {Type: AWS::SQS::Queue}
Reader:
  Type: AWS::Serverless::Function
  Properties:
    Events:
      Told: {Type: SNS, Properties: {Topic: !Ref Topic}}
      Waits: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
Idle: {Type: AWS::Serverless::Function, Properties: {Events: !Ref Unknown}}
"""


def test_each_source_has_its_function_and_kind() -> None:
    found = sources(assembly_of(FUNCTIONS))
    assert [(function.logical_id, kind) for function, kind, _ in found] == [("Reader", "SNS"), ("Reader", "SQS")]


def test_a_function_is_fed_by_what_it_names_and_nothing_else() -> None:
    assembly = assembly_of(FUNCTIONS)
    resources = assembly.templates[0].resources
    assert fed_by(assembly, "SNS", "Topic", resources["Topic"]) == [resources["Reader"]]
    assert fed_by(assembly, "SQS", "Queue", resources["Queue"]) == [resources["Reader"]]
    assert fed_by(assembly, "SNS", "Topic", resources["Other"]) == []


def test_a_guard_written_in_sam_is_subscribed() -> None:
    assembly = assembly_of(FUNCTIONS)
    resources = assembly.templates[0].resources
    assert list(subscribed(assembly, resources["Topic"])) == [resources["Reader"]]
