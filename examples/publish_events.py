"""How do I learn what became of my mail?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.configuration_sets import ConfigurationSet, Destination, Dimension, Event


class PublishEvents(cdk.Stack):
    """One configuration set that publishes to a topic, the event bus, files and metrics."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        problems = sns.Topic(self, "Problems", enforce_ssl=True)
        archive = self._archive()

        receipts = ConfigurationSet(self, "Receipts")
        receipts.add_destination(
            "Problems", Destination.topic(problems), events=[Event.BOUNCE, Event.COMPLAINT, Event.REJECT]
        )
        receipts.add_destination("Archive", Destination.delivery_stream(archive))
        receipts.add_destination("Bus", Destination.event_bus())
        by_campaign = Dimension.message_tag("campaign", default="none")
        receipts.add_destination("Metrics", Destination.metrics(by_campaign))

    def _archive(self) -> firehose.DeliveryStream:
        """A stream that writes files to a private bucket."""
        files = s3.Bucket(
            self,
            "Files",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(90))],
        )
        stream = firehose.DeliveryStream(
            self,
            "Archive",
            destination=firehose.S3Bucket(files),
            encryption=firehose.StreamEncryption.aws_owned_key(),
        )
        acknowledge(files, "AwsSolutions-S1", reason="only Firehose writes here, and it logs its errors")
        # What aws_kinesisfirehose grants its own role, on this bucket only.
        bucket_id = self.get_logical_id(files.node.default_child)  # type: ignore[arg-type]
        actions = ("Abort*", "DeleteObject*", "GetBucket*", "GetObject*", "List*")
        for finding in (f"Resource::<{bucket_id}.Arn>/*", *(f"Action::s3:{action}" for action in actions)):
            acknowledge(stream, f"AwsSolutions-IAM5[{finding}]", reason="a grant of aws_kinesisfirehose")
        acknowledge(
            self, "CloudFormation-Validate::W7001", reason="a mapping that aws_kinesisfirehose always writes"
        )
        return stream


def acknowledge(construct: Construct, finding: str, *, reason: str) -> None:
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=finding, reason=reason))
