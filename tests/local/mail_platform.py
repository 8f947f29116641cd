"""A CDK app for the tests: a mail platform of ordinary ``aws_cdk`` parts. Context ``edition`` 2 is its update."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_ses_actions as ses_actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

PAUSE = """
import boto3
def handler(event, context):
    if event["alarmData"]["state"]["value"] != "ALARM":
        return
    metric = event["alarmData"]["configuration"]["metrics"][0]["metricStat"]["metric"]
    name = metric["dimensions"]["ses:configuration-set"]
    boto3.client("sesv2").put_configuration_set_sending_options(ConfigurationSetName=name, SendingEnabled=False)
"""
FAIL = """
def handler(event, context):
    raise RuntimeError("as ever")
"""


class MailPlatform(cdk.Stack):
    """Sending, events, receiving, and a function that pauses sending."""

    def __init__(self, scope: Construct, id: str, *, edition: int) -> None:
        super().__init__(scope, id)
        zone = route53.PublicHostedZone(self, "Zone", zone_name="example.com")
        ses.EmailIdentity(
            self,
            "Identity",
            identity=ses.Identity.public_hosted_zone(zone),
            mail_from_domain="bounces.example.com",
        )
        self.configuration_set = ses.ConfigurationSet(
            self,
            "Set",
            configuration_set_name=f"news-{edition}",
            reputation_metrics=True,
        )
        self.say("Set", self.configuration_set.configuration_set_name)
        self.say("Zone", zone.hosted_zone_id)
        self.add_records(zone, edition)
        self.publish_events()
        self.receive(edition)
        self.guard()
        self.break_down()

    def say(self, name: str, value: str) -> None:
        cdk.CfnOutput(self, f"Say{name}", value=value).override_logical_id(name)

    def add_records(self, zone: route53.IHostedZone, edition: int) -> None:
        """A group; the update changes one record, drops one and adds one."""
        texts = {1: ('"v=DMARC1; p=none"', "gone", '"1"'), 2: ('"v=DMARC1; p=reject"', "new", '"2"')}[edition]
        record = route53.CfnRecordSetGroup.RecordSetProperty
        route53.CfnRecordSetGroup(
            self,
            "Records",
            hosted_zone_id=zone.hosted_zone_id,
            record_sets=[
                record(name="_dmarc.example.com", type="TXT", ttl="300", resource_records=[texts[0]]),
                record(name=f"{texts[1]}.example.com", type="TXT", ttl="300", resource_records=[texts[2]]),
            ],
        )

    def publish_events(self) -> None:
        topic = sns.Topic(self, "EventTopic")
        queue = sqs.Queue(self, "TopicQueue", enforce_ssl=True)
        topic.add_subscription(subscriptions.SqsSubscription(queue, raw_message_delivery=True))
        self.say("TopicQueue", queue.queue_url)
        bus_queue = sqs.Queue(self, "BusQueue")
        rule = events.Rule(self, "Rule", event_pattern=events.EventPattern(source=["aws.ses"]))
        rule.add_target(targets.SqsQueue(bus_queue))
        self.say("BusQueue", bus_queue.queue_url)
        lake = s3.Bucket(self, "Lake", removal_policy=cdk.RemovalPolicy.DESTROY, enforce_ssl=True)
        stream = firehose.DeliveryStream(self, "Stream", destination=firehose.S3Bucket(lake))
        self.say("Lake", lake.bucket_name)
        dimension = ses.CloudWatchDimension(
            name="campaign", source=ses.CloudWatchDimensionSource.MESSAGE_TAG, default_value="none"
        )
        destinations = {
            "Topic": ses.EventDestination.sns_topic(topic),
            "Bus": ses.EventDestination.event_bus(events.EventBus.from_event_bus_name(self, "Default", "default")),
            "Stream": ses.EventDestination.firehose_delivery_stream(delivery_stream=stream),
            "Metrics": ses.EventDestination.cloud_watch_dimensions([dimension]),
        }
        wanted = [ses.EmailSendingEvent.SEND, ses.EmailSendingEvent.DELIVERY, ses.EmailSendingEvent.BOUNCE]
        for name, destination in destinations.items():
            self.configuration_set.add_event_destination(name, destination=destination, events=wanted)

    def receive(self, edition: int) -> None:
        inbox = s3.Bucket(self, "Inbox", removal_policy=cdk.RemovalPolicy.DESTROY, enforce_ssl=True)
        notices = sns.Topic(self, "Notices")
        queue = sqs.Queue(self, "NoticeQueue")
        notices.add_subscription(subscriptions.SqsSubscription(queue))
        seen = lambda_.Function(
            self,
            "Seen",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline("def handler(event, context):\n    print(event['Records'][0]['ses'])\n"),
        )
        rules = ses.ReceiptRuleSet(self, "Rules", receipt_rule_set_name=f"inbound-{edition}")
        rules.add_rule(
            "Keep",
            recipients=["example.com"],
            actions=[
                ses_actions.S3(bucket=inbox, object_key_prefix="mail/"),
                ses_actions.Sns(topic=notices),
                ses_actions.Lambda(function=seen),
            ],
        )
        self.say("Inbox", inbox.bucket_name)
        self.say("NoticeQueue", queue.queue_url)
        self.say("Seen", seen.function_name)
        self.say("Rules", rules.receipt_rule_set_name)

    def guard(self) -> None:
        pause = lambda_.Function(
            self,
            "Pause",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline(PAUSE),
            timeout=cdk.Duration.seconds(30),
        )
        pause.add_to_role_policy(
            iam.PolicyStatement(actions=["ses:PutConfigurationSetSendingOptions"], resources=["*"])
        )
        rate = cloudwatch.Metric(
            namespace="AWS/SES",
            metric_name="Reputation.BounceRate",
            dimensions_map={"ses:configuration-set": self.configuration_set.configuration_set_name},
            period=cdk.Duration.minutes(15),
        )
        alarm = rate.create_alarm(
            self,
            "Bounces",
            threshold=0.05,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.IGNORE,
        )
        alarm.add_alarm_action(actions.LambdaAction(pause))
        self.say("Alarm", alarm.alarm_name)

    def break_down(self) -> None:
        """A function that always fails, what catches its events, and alarms that notice."""
        letters = sqs.Queue(self, "Letters")
        failing = lambda_.Function(
            self,
            "Failing",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline(FAIL),
            dead_letter_queue=letters,
            retry_attempts=1,
        )
        errors = failing.metric_errors(period=cdk.Duration.minutes(5), statistic="Sum").create_alarm(
            self, "Errors", threshold=1, evaluation_periods=1
        )
        depth = letters.metric_approximate_number_of_messages_visible(statistic="Maximum").create_alarm(
            self, "Depth", threshold=1, evaluation_periods=1
        )
        ratio = cloudwatch.MathExpression(
            expression="IF(calls >= 2, errors / calls, 0)",
            using_metrics={
                "calls": failing.metric_invocations(statistic="Sum"),
                "errors": failing.metric_errors(statistic="Sum"),
            },
        ).create_alarm(self, "Ratio", threshold=1, evaluation_periods=1)
        both = cloudwatch.CompositeAlarm(
            self,
            "Both",
            alarm_rule=cloudwatch.AlarmRule.all_of(
                *(
                    cloudwatch.AlarmRule.from_alarm(one, cloudwatch.AlarmState.ALARM)
                    for one in (errors, depth, ratio)
                )
            ),
        )
        notices = sns.Topic(self, "AlarmTopic")
        queue = sqs.Queue(self, "AlarmQueue")
        notices.add_subscription(subscriptions.SqsSubscription(queue, raw_message_delivery=True))
        errors.add_alarm_action(actions.SnsAction(notices))
        self.say("Letters", letters.queue_url)
        self.say("Failing", failing.function_name)
        self.say("Errors", errors.alarm_name)
        self.say("Both", both.alarm_name)
        self.say("AlarmQueue", queue.queue_url)


def main() -> None:
    app = cdk.App()
    MailPlatform(app, "Mail", edition=int(app.node.try_get_context("edition") or 1))
    app.synth()


if __name__ == "__main__":
    main()
