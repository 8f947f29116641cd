"""The rest of AWS, as the emulated SES sees it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from ministack.services import cloudwatch, eventbridge, firehose, iam, kms, s3

from ses_constructs.local.ministack.world import MinistackWorld
from ses_constructs.local.world import Parcel, Place, TargetRefusedError, World

from .conftest import Allow

RULE = "receipt-rule-set/in:receipt-rule/keep"


@pytest.fixture
def world() -> MinistackWorld:
    return MinistackWorld(lambda place: None)


@pytest.fixture
def bucket(place: Place) -> str:
    name = f"mail-{place.account}"
    s3._buckets[name] = {"created": "2026-11-21T12:00:00Z", "objects": {}, "region": place.region}
    return name


@pytest.fixture
def stream(place: Place) -> str:
    """A stream without a destination: MiniStack keeps what it was given."""
    firehose._create_delivery_stream({"DeliveryStreamName": "lake"})
    return place.arn("firehose", "deliverystream/lake")


def role(place: Place, trust: str, *, action: str, resource: str) -> str:
    allowed = {"Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]}
    iam._roles["writer"] = {
        "AssumeRolePolicyDocument": trust,
        "InlinePolicies": {"p": json.dumps(allowed)},
        "AttachedPolicies": [],
    }
    return f"arn:aws:iam::{place.account}:role/writer"


def test_it_is_what_the_emulated_ses_asks_for(world: MinistackWorld) -> None:
    fulfilled: World = world
    assert fulfilled.now().tzinfo is UTC


def test_a_metric_is_kept_under_its_dimensions_and_announced(place: Place) -> None:
    announced: list[Place] = []
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    MinistackWorld(announced.append).put_metric(place, "Send", 1, dimensions={"a": "1"}, timestamp=at)
    (point,) = cloudwatch._metrics[("AWS/SES", "Send", "a=1")]
    assert (point["Value"], point["Timestamp"]) == (1, at.timestamp())
    assert announced == [place]


def test_an_event_comes_from_ses(world: MinistackWorld, place: Place) -> None:
    world.put_event(place, detail_type="Email Sent", resources=[], detail={})
    assert [event["Source"] for event in eventbridge._events_log_list()] == ["aws.ses"]


def test_a_bucket_that_lets_ses_in_gets_the_object(
    world: MinistackWorld, place: Place, bucket: str, allow: Allow
) -> None:
    account = {"AWS:SourceAccount": place.account}
    resource = f"arn:aws:s3:::{bucket}/mail/*"
    s3._bucket_policies[bucket] = allow("ses.amazonaws.com", "s3:PutObject", resource, StringEquals=account)
    rule = place.arn("ses", RULE)
    world.check_bucket(place, bucket, "mail/", source_arn=rule)
    world.put_object(place, bucket, "mail/a b", b"raw", source_arn=rule)
    assert list(s3._buckets[bucket]["objects"]) == ["mail/a b"]
    with pytest.raises(TargetRefusedError, match="does not let ses"):
        world.check_bucket(place, bucket, "other/", source_arn=rule)


def test_a_bucket_without_a_policy_or_not_there_is_refused(
    world: MinistackWorld, place: Place, bucket: str
) -> None:
    rule = place.arn("ses", RULE)
    with pytest.raises(TargetRefusedError, match="does not let ses"):
        world.put_object(place, bucket, "mail/1", b"raw", source_arn=rule)
    with pytest.raises(TargetRefusedError, match="does not exist"):
        world.check_bucket(place, "absent-bucket", "", source_arn=rule)


def test_a_role_writes_to_a_bucket_that_lets_ses_not_in(
    world: MinistackWorld, place: Place, bucket: str, allow: Allow
) -> None:
    trust = allow("ses.amazonaws.com", "sts:AssumeRole", "*")
    writer = role(place, trust, action="s3:PutObject", resource=f"arn:aws:s3:::{bucket}/*")
    world.put_object(place, bucket, "1", b"raw", source_arn=place.arn("ses", RULE), role_arn=writer)
    assert list(s3._buckets[bucket]["objects"]) == ["1"]


def test_a_record_reaches_a_stream_through_a_role_that_trusts_ses(
    world: MinistackWorld, place: Place, stream: str, allow: Allow
) -> None:
    source = place.arn("ses", "configuration-set/news")
    conditions = {"AWS:SourceAccount": place.account, "AWS:SourceArn": source}
    trust = allow("ses.amazonaws.com", "sts:AssumeRole", "*", StringEquals=conditions)
    writer = role(place, trust, action="firehose:PutRecordBatch", resource=stream)
    world.check_stream(place, stream, writer, source_arn=source)
    world.put_record(place, stream, writer, b"{}\n", source_arn=source)
    other = place.arn("ses", "configuration-set/bills")
    with pytest.raises(TargetRefusedError, match="does not trust"):
        world.put_record(place, stream, writer, b"{}\n", source_arn=other)


def test_a_role_that_may_not_write_is_refused(
    world: MinistackWorld, place: Place, stream: str, allow: Allow
) -> None:
    trust = allow("ses.amazonaws.com", "sts:AssumeRole", "*")
    writer = role(place, trust, action="firehose:PutRecord", resource=stream)
    with pytest.raises(TargetRefusedError, match="may not firehose:PutRecordBatch"):
        world.check_stream(place, stream, writer, source_arn="arn:x")


def test_a_stream_or_a_role_that_is_not_there_is_refused(world: MinistackWorld, place: Place, stream: str) -> None:
    with pytest.raises(TargetRefusedError, match="role .* does not exist"):
        world.check_stream(place, stream, f"arn:aws:iam::{place.account}:role/absent", source_arn="arn:x")
    with pytest.raises(TargetRefusedError, match="stream .* does not exist"):
        world.check_stream(place, stream + "x", "arn:x", source_arn="arn:x")


def test_an_object_carries_its_metadata_and_the_key_s3_encrypts_it_with(
    world: MinistackWorld, place: Place, bucket: str, allow: Allow
) -> None:
    rule = place.arn("ses", "mailmanager-rule-set/rs-1")
    key = json.loads(kms._create_key({})[2])["KeyMetadata"]["Arn"]
    writer = role(place, allow("ses.amazonaws.com", "sts:AssumeRole", "*"), action="s3:PutObject", resource="*")

    def write() -> None:
        metadata = {"x-amz-iv": "abc"}
        world.put_object(
            place, bucket, "a", b"raw", source_arn=rule, role_arn=writer, metadata=metadata, kms_key=key
        )

    with pytest.raises(TargetRefusedError, match="may not kms:Encrypt"):
        write()
    role(place, allow("ses.amazonaws.com", "sts:AssumeRole", "*"), action="*", resource="*")
    write()
    kept = str(s3._buckets[bucket]["objects"]["a"])
    assert "abc" in kept
    assert key in kept


def test_a_role_needs_the_key_that_the_bucket_says_too(
    world: MinistackWorld, place: Place, bucket: str, allow: Allow
) -> None:
    rule = place.arn("ses", "mailmanager-rule-set/rs-1")
    key = json.loads(kms._create_key({})[2])["KeyMetadata"]["Arn"]
    s3._bucket_encryption[bucket] = (
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms"
        f"</SSEAlgorithm><KMSMasterKeyID>{key}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule>"
        "</ServerSideEncryptionConfiguration>"
    )
    trust = allow("ses.amazonaws.com", "sts:AssumeRole", "*")
    writer = role(place, trust, action="s3:PutObject", resource="*")
    with pytest.raises(TargetRefusedError, match=rf"may not kms:Encrypt with KMS key {key}"):
        world.put_object(place, bucket, "a", b"raw", source_arn=rule, role_arn=writer)
    role(place, trust, action="*", resource="*")
    world.put_object(place, bucket, "a", b"raw", source_arn=rule, role_arn=writer)
    assert list(s3._buckets[bucket]["objects"]) == ["a"]


def test_a_role_is_asked_for_an_action_with_its_conditions(
    world: MinistackWorld, place: Place, allow: Allow
) -> None:
    trust = allow("ses.amazonaws.com", "sts:AssumeRole", "*")
    name = role(place, trust, action="ses:SendBounce", resource="arn:one")

    def ask(role_arn: str, resource: str) -> None:
        source, keys = place.arn("ses", "mailmanager-rule-set/rs-1"), {"ses:FromAddress": "a@b.c"}
        world.check_role(place, role_arn, action="ses:SendBounce", source_arn=source, resource=resource, keys=keys)

    ask(name, "arn:one")
    with pytest.raises(TargetRefusedError, match="may not ses:SendBounce on arn:two"):
        ask(name, "arn:two")
    with pytest.raises(TargetRefusedError, match="does not exist"):
        ask(f"{name}-none", "arn:one")


def test_mail_goes_to_servers_of_this_machine_only(world: MinistackWorld) -> None:
    with pytest.raises(TargetRefusedError, match="not on this machine"):
        world.relay(Parcel("mx.example.net", 25, "", ("a@b.c",), b""))
