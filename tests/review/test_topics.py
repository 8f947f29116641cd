"""Topics that SES publishes to."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Assembly
from ses_constructs.review.topics import topics_of_ses


def test_destinations_and_actions_name_topics(assembly: Callable[[str], Assembly]) -> None:
    read = assembly("""
        Events:
          Type: AWS::SES::ConfigurationSetEventDestination
          Properties: {EventDestination: {SnsDestination: {TopicARN: a}}}
        Rule:
          Type: AWS::SES::ReceiptRule
          Properties: {Rule: {Actions: [{S3Action: {TopicArn: b}}, {StopAction: {}}]}}
    """)
    assert [value.literal for value in topics_of_ses(read)] == ["a", "b"]
