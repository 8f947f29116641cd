"""A domain whose mail lands in a bucket."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError
from ses_constructs.identities import Dmarc
from ses_constructs.patterns import Inbox
from ses_constructs.receiving import Activation, LambdaAction, ReceiptRuleSet, Recipient

DOMAIN = "inbox.example"
BY_HAND = Dns.by_hand()
BUCKET = "AWS::S3::Bucket"


@pytest.fixture
def operators(stack: cdk.Stack) -> sns.Topic:
    return sns.Topic(stack, "Operators")


def rules(template: Template) -> dict[str, dict[str, object]]:
    """Rules by the first part of their names."""
    found = [made["Properties"]["Rule"] for made in template.find_resources("AWS::SES::ReceiptRule").values()]
    return {rule["Name"].rpartition("-")[0]: rule for rule in found}


def test_a_dozen_lines_make_all_of_it(stack: cdk.Stack, operators: sns.Topic) -> None:
    inbox = Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators)
    template = Template.from_stack(stack)
    for type, count in {
        "AWS::SES::EmailIdentity": 1,
        "AWS::SES::ReceiptRuleSet": 1,
        "AWS::SES::ReceiptRule": 1,
        "Custom::SesActiveReceiptRuleSet": 1,
        "AWS::CloudWatch::Alarm": 2,
        BUCKET: 1,
    }.items():
        template.resource_count_is(type, count)
    rule = rules(template)["Mail"]
    assert (rule["Recipients"], rule["Enabled"], rule["ScanEnabled"]) == ([DOMAIN], True, True)
    assert rule["Actions"] == [
        {
            "S3Action": {
                "BucketName": stack.resolve(inbox.bucket.bucket_name),
                "ObjectKeyPrefix": "mail/",
                "TopicArn": stack.resolve(inbox.arrived.topic_arn),
            }
        }
    ]
    (record,) = inbox.mx.dns_records
    assert (record.name, record.type) == (DOMAIN, "MX")


def test_the_bucket_keeps_mail_private_and_for_good(stack: cdk.Stack, operators: sns.Topic) -> None:
    Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators)
    template = Template.from_stack(stack)
    (bucket,) = template.find_resources(BUCKET).values()
    settings = bucket["Properties"]
    assert bucket["DeletionPolicy"] == "Retain"
    assert settings["BucketEncryption"]
    assert set(settings["PublicAccessBlockConfiguration"].values()) == {True}
    assert settings["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "ObjectLockConfiguration" not in settings
    (lifecycle,) = settings["LifecycleConfiguration"]["Rules"]
    assert "ExpirationInDays" not in lifecycle
    assert lifecycle["Transitions"] == [{"StorageClass": "INTELLIGENT_TIERING", "TransitionInDays": 0}]


def test_mail_is_deleted_after_as_many_days_as_wanted(stack: cdk.Stack, operators: sns.Topic) -> None:
    Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators, keep=cdk.Duration.days(90))
    (bucket,) = Template.from_stack(stack).find_resources(BUCKET).values()
    (lifecycle,) = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    assert (lifecycle["ExpirationInDays"], "Transitions" in lifecycle) == (90, False)


@pytest.mark.parametrize("keep", [cdk.Duration.hours(12), cdk.Duration.hours(36)])
def test_a_time_that_is_not_whole_days_is_refused(
    stack: cdk.Stack, operators: sns.Topic, keep: cdk.Duration
) -> None:
    with pytest.raises(InvalidSettingError, match=r"Duration.days\(90\)") as raised:
        Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators, keep=keep)
    assert raised.value.at == "Mail/Inbox"


def test_a_given_bucket_and_topic_are_used(stack: cdk.Stack, operators: sns.Topic) -> None:
    bucket, topic = s3.Bucket(stack, "Mine"), sns.Topic(stack, "Told")
    inbox = Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators, bucket=bucket, arrived=topic)
    template = Template.from_stack(stack)
    template.resource_count_is(BUCKET, 1)
    template.resource_count_is("AWS::SNS::Topic", 2)
    assert (inbox.bucket, inbox.arrived) == (bucket, topic)


def test_days_for_a_given_bucket_are_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    bucket, days = s3.Bucket(stack, "Mine"), cdk.Duration.days(1)
    with pytest.raises(InvalidSettingError, match="give the bucket a lifecycle rule"):
        Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators, bucket=bucket, keep=days)


def test_a_bucket_that_would_lock_mail_is_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    lock = s3.ObjectLockRetention.compliance(cdk.Duration.days(1))
    bucket = s3.Bucket(stack, "Mine", object_lock_default_retention=lock)
    with pytest.raises(InvalidSettingError, match="SES cannot write to such a bucket"):
        Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators, bucket=bucket)


def test_a_domain_that_is_verified_elsewhere_is_not_verified_again(stack: cdk.Stack, operators: sns.Topic) -> None:
    inbox = Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators, verify=False)
    assert inbox.identity is None
    Template.from_stack(stack).resource_count_is("AWS::SES::EmailIdentity", 0)


def test_a_dmarc_record_is_published_if_wanted(stack: cdk.Stack, operators: sns.Topic) -> None:
    inbox = Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators, dmarc=Dmarc.reject())
    assert inbox.identity is not None
    assert f"_dmarc.{DOMAIN}" in [record.name for record in inbox.identity.dns_records]


def test_dmarc_of_a_domain_that_is_verified_elsewhere_is_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    with pytest.raises(ConflictingSettingsError, match="give it to the DomainIdentity"):
        Inbox(
            stack,
            "Inbox",
            domain=DOMAIN,
            dns=BY_HAND,
            operators=operators,
            verify=False,
            dmarc=Dmarc.reject(),
        )


def test_recipients_tls_and_activation_are_passed_on(stack: cdk.Stack, operators: sns.Topic) -> None:
    recipients = [Recipient.address(f"support@{DOMAIN}")]
    join = Activation.join()
    inbox = Inbox(
        stack,
        "Inbox",
        domain=DOMAIN,
        dns=BY_HAND,
        operators=operators,
        recipients=recipients,
        require_tls=True,
        activation=join,
    )
    template = Template.from_stack(stack)
    rule = rules(template)["Mail"]
    assert (rule["Recipients"], rule["TlsPolicy"]) == ([f"support@{DOMAIN}"], "Require")
    assert inbox.rule_set.activation_mode == join.mode
    template.resource_count_is("AWS::SES::ReceiptRuleSet", 0)


def test_a_function_gets_mail_that_is_saved_and_may_read_it(stack: cdk.Stack, operators: sns.Topic) -> None:
    function = lambda_.Function(
        stack,
        "Function",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
        handler="index.handler",
        runtime=lambda_.Runtime.PYTHON_3_14,
    )
    inbox = Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators)
    inbox.add_function("tickets", LambdaAction(function=function), recipients=[f"help@{DOMAIN}"], stop=True)
    template = Template.from_stack(stack)
    kinds = [next(iter(action)) for action in rules(template)["tickets"]["Actions"]]  # type: ignore[attr-defined]
    assert kinds == ["S3Action", "LambdaAction", "StopAction"]
    objects = stack.resolve(inbox.bucket.arn_for_objects("tickets/*"))
    statement = Match.object_like({"Resource": [Match.any_value(), objects]})
    document = {"Statement": Match.array_with([statement])}
    template.has_resource_properties("AWS::IAM::Policy", {"PolicyDocument": Match.object_like(document)})


def test_a_second_active_set_in_the_stack_is_refused(stack: cdk.Stack, operators: sns.Topic) -> None:
    Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=operators)
    with pytest.raises(ConflictingSettingsError, match="only one can be active"):
        ReceiptRuleSet(stack, "Other")


def test_a_region_that_receives_no_mail_is_refused(app: cdk.App) -> None:
    stack = cdk.Stack(app, "Far", env=cdk.Environment(account="111122223333", region="me-central-1"))
    topic = sns.Topic(stack, "Operators")
    with pytest.raises(UnavailableInRegionError, match="receives no mail in me-central-1"):
        Inbox(stack, "Inbox", domain=DOMAIN, dns=BY_HAND, operators=topic)
