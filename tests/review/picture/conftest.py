"""Maps of small templates written in YAML."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ses_constructs.review import Assembly
from ses_constructs.review.picture.flow import Flow
from tests.review.conftest import assembly_of


@pytest.fixture
def seen() -> Callable[[Flow], set[str]]:
    """The arrows of a map as ``title > title``, and titles without arrows."""

    def titles(flow: Flow) -> set[str]:
        names = {part.key: part.title for part in flow.parts}
        return {f"{names[arrow.source]} > {names[arrow.target]}" for arrow in flow.arrows}

    return titles


@pytest.fixture
def shop() -> Assembly:
    """A domain with a stream of mail whose bounces go to a topic with a queue."""
    return assembly_of(
        """
        Resources:
          Mail:
            Type: AWS::SES::ConfigurationSet
            Properties:
              DeliveryOptions: {TlsPolicy: REQUIRE, MaxDeliverySeconds: 3600}
              ReputationOptions: {ReputationMetricsEnabled: true}
              SuppressionOptions: {SuppressedReasons: [BOUNCE]}
              TrackingOptions: {CustomRedirectDomain: go.shop.example}
          Shop:
            Type: AWS::SES::EmailIdentity
            DeletionPolicy: Retain
            Properties:
              EmailIdentity: shop.example
              MailFromAttributes: {MailFromDomain: bounce.shop.example}
              ConfigurationSetAttributes: {ConfigurationSetName: !Ref Mail}
          Problems: {Type: AWS::SNS::Topic}
          Waiting: {Type: AWS::SQS::Queue}
          Told:
            Type: AWS::SNS::Subscription
            Properties: {TopicArn: !Ref Problems, Protocol: sqs, Endpoint: !GetAtt Waiting.Arn}
          Asked:
            Type: AWS::SNS::Subscription
            Properties: {TopicArn: !Ref Problems, Protocol: https, Endpoint: "https://me:pw@shop.example/hook?key=1"}
          Bounces:
            Type: AWS::SES::ConfigurationSetEventDestination
            Properties:
              ConfigurationSetName: !Ref Mail
              EventDestination:
                Enabled: true
                MatchingEventTypes: [BOUNCE, COMPLAINT, REJECT]
                SnsDestination: {TopicARN: !Ref Problems}
          Numbers:
            Type: AWS::SES::ConfigurationSetEventDestination
            Properties:
              ConfigurationSetName: !Ref Mail
              EventDestination:
                Enabled: true
                MatchingEventTypes: [SEND, BOUNCE]
                CloudWatchDestination: {DimensionConfigurations: [{DimensionName: a}, {DimensionName: b}]}
        """
    )
