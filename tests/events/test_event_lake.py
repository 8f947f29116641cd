"""The event lake as a template."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.errors import InvalidSettingError
from ses_constructs.events import EventLake


@pytest.fixture
def operators(stack: cdk.Stack) -> sns.Topic:
    return sns.Topic(stack, "Operators")


def test_the_bucket_is_private_kept_and_forgets(stack: cdk.Stack, operators: sns.Topic) -> None:
    EventLake(stack, "Lake", operators=operators, keep=cdk.Duration.days(30))
    template = Template.from_stack(stack)
    (bucket,) = template.find_resources("AWS::S3::Bucket").values()
    assert bucket["DeletionPolicy"] == "Retain"
    rules = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    kept = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules}
    assert kept == {"events/": 30, "errors/": 30, "results/": 7}
    assert all(bucket["Properties"]["PublicAccessBlockConfiguration"].values())


@pytest.mark.parametrize("keep", [False, True])
def test_headers_and_readers_are_kept_only_if_asked_for(
    stack: cdk.Stack, operators: sns.Topic, keep: bool
) -> None:
    EventLake(stack, "Lake", operators=operators, keep_headers=keep, keep_engagement=keep)
    (table,) = Template.from_stack(stack).find_resources("AWS::Glue::Table").values()
    types = {one["Name"]: one["Type"] for one in table["Properties"]["TableInput"]["StorageDescriptor"]["Columns"]}
    assert ("subject:string" in types["mail"]) is keep
    assert ("ipaddress:string" in types["open"]) is keep


def test_operators_hear_of_what_is_lost_or_late(stack: cdk.Stack, operators: sns.Topic) -> None:
    EventLake(stack, "Lake", operators=operators)
    alarms = Template.from_stack(stack).find_resources("AWS::CloudWatch::Alarm").values()
    metrics = {alarm["Properties"]["MetricName"] for alarm in alarms}
    assert metrics == {"FailedConversion.Records", "DeliveryToS3.DataFreshness"}
    assert all(alarm["Properties"]["TreatMissingData"] == "notBreaching" for alarm in alarms)


def test_whoever_may_ask_reads_events_and_writes_results_only(stack: cdk.Stack, operators: sns.Topic) -> None:
    lake = EventLake(stack, "Lake", operators=operators, encryption_key=kms.Key(stack, "Key"))
    role = iam.Role(stack, "Analyst", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    assert lake.grant_query(role).success
    template = Template.from_stack(stack)
    (policy,) = [
        found["Properties"]["PolicyDocument"]["Statement"]
        for id, found in template.find_resources("AWS::IAM::Policy").items()
        if id.startswith("Analyst")
    ]
    writes = [one for one in policy if "s3:PutObject" in one["Action"]]
    assert [str(one["Resource"]).endswith("'/results/*']]}") for one in writes] == [True]
    actions = {
        action
        for one in policy
        for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
    }
    assert {"athena:StartQueryExecution", "glue:GetTable", "kms:Decrypt"} <= actions
    assert not any("*" in action for action in actions - {"kms:GenerateDataKey*", "kms:ReEncrypt*"})


def test_the_stream_is_named_by_its_arn(stack: cdk.Stack, operators: sns.Topic) -> None:
    lake = EventLake(stack, "Lake", operators=operators)
    stack.export_value(lake.stream.delivery_stream_arn)
    Template.from_stack(stack).has_output(
        "*", {"Value": {"Fn::GetAtt": [Match.string_like_regexp("LakeStream"), "Arn"]}}
    )


@pytest.mark.parametrize("seconds", [59, 901, 90.5])
def test_a_file_is_collected_for_one_to_fifteen_minutes(
    stack: cdk.Stack, operators: sns.Topic, seconds: float
) -> None:
    with pytest.raises(InvalidSettingError, match="is not from 1 to 15 minutes") as refused:
        EventLake(stack, "Lake", operators=operators, collect=cdk.Duration.millis(seconds * 1000))
    assert "Duration.minutes(5)" in str(refused.value)
    assert refused.value.at == "Mail/Lake"


def test_a_time_to_keep_is_whole_days(stack: cdk.Stack, operators: sns.Topic) -> None:
    with pytest.raises(InvalidSettingError, match="is not a number of whole days"):
        EventLake(stack, "Lake", operators=operators, keep=cdk.Duration.hours(30))


def test_a_topic_that_alarms_cannot_reach_is_refused(stack: cdk.Stack) -> None:
    fifo = sns.Topic(stack, "Fifo", fifo=True)
    with pytest.raises(InvalidSettingError, match="FIFO"):
        EventLake(stack, "Lake", operators=fifo)
