"""S3 objects that SES reads."""

from __future__ import annotations

import pytest
from ministack.services import s3

from ses_constructs.local.ministack.permissions import ServiceCaller
from ses_constructs.local.ministack.read_objects import read
from ses_constructs.local.ministack.world import MinistackWorld
from ses_constructs.local.world import Place, TargetRefusedError

from .conftest import Allow


@pytest.fixture
def bucket(place: Place, allow: Allow) -> str:
    """A bucket with an object ``old.csv``, which lets SES read ``old*`` for this account."""
    name = f"lists-{place.account}"
    s3._buckets[name] = {"created": "2026-11-21T12:00:00Z", "objects": {}, "region": place.region}
    s3._bucket_policies[name] = allow(
        "ses.amazonaws.com",
        "s3:GetObject",
        f"arn:aws:s3:::{name}/old*",
        StringEquals={"aws:Referer": place.account},
    )
    world = MinistackWorld(lambda _: None)
    s3._bucket_policies[name], kept = (
        allow("ses.amazonaws.com", "s3:PutObject", f"arn:aws:s3:::{name}/*"),
        s3._bucket_policies[name],
    )
    world.put_object(place, name, "old.csv", b"a@b.c", source_arn="x")
    s3._bucket_policies[name] = kept
    return name


def test_ses_reads_what_the_policy_lets_it(place: Place, bucket: str) -> None:
    world = MinistackWorld(lambda _: None)
    assert world.get_object(place, bucket, "old.csv", source_arn=place.arn("ses", "import-job/1")) == b"a@b.c"


def test_what_is_not_there_or_not_allowed_is_refused(place: Place, bucket: str) -> None:
    caller = ServiceCaller("ses.amazonaws.com", place, place.arn("ses", "import-job/1"))
    for name, key, why in (
        (bucket, "new.csv", "does not let ses.amazonaws.com read new.csv"),
        (bucket, "old.txt", "does not exist"),
        ("absent", "old.csv", "S3 bucket absent does not exist"),
    ):
        with pytest.raises(TargetRefusedError, match=why):
            read(caller, name, key)


def test_a_key_that_does_not_know_ses_keeps_it_out(place: Place, bucket: str, allow: Allow) -> None:
    from ministack.services import kms

    kms._create_key({"Policy": allow("sns.amazonaws.com", "kms:*", "*")})
    key = list(kms._keys.values())[-1]
    s3._bucket_encryption[bucket] = (
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
        f"<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>{key['Arn']}</KMSMasterKeyID>"
        "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"
    )
    caller = ServiceCaller("ses.amazonaws.com", place, place.arn("ses", "import-job/1"))
    with pytest.raises(TargetRefusedError, match="does not let ses.amazonaws.com decrypt"):
        read(caller, bucket, "old.csv")
    key["Policy"] = allow("ses.amazonaws.com", "kms:Decrypt", "*")
    assert read(caller, bucket, "old.csv") == b"a@b.c"
