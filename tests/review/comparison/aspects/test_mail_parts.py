"""What CloudFormation deletes, replaces and makes anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from ses_constructs.review.comparison.aspects.mail_parts import REPLACED_BY

Told = Callable[[str, str], dict[str, list[str]]]
SHOP = "Shop: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: shop.example}}"
KEPT = "Shop: {Type: AWS::SES::EmailIdentity, DeletionPolicy: Retain, Properties: {EmailIdentity: shop.example}}"


@pytest.mark.parametrize("type_name", REPLACED_BY)
def test_the_table_of_replacements_is_the_schemas(type_name: str) -> None:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region="us-east-1", resource_type=type_name).schema
    paths = {path.removeprefix("/properties/").replace("/", ".") for path in schema["createOnlyProperties"]}
    # What lies below another path of the list goes with it.
    tops = {path for path in paths if not any(path.startswith(f"{other}.") for other in paths)}
    assert set(REPLACED_BY[type_name]) == tops


def test_the_table_knows_every_type_of_ses_that_can_be_replaced() -> None:
    missing = []
    for type_name in PROVIDER_SCHEMA_MANAGER.get_resource_types("us-east-1"):
        if type_name.startswith("AWS::SES::") and type_name not in REPLACED_BY:
            schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region="us-east-1", resource_type=type_name)
            missing += [type_name] if schema.schema.get("createOnlyProperties") else []
    assert missing == []


def test_the_same_template_changes_nothing(told: Told) -> None:
    assert told(SHOP, SHOP) == {}


def test_a_deleted_identity_is_an_error_and_says_what_it_means(told: Told) -> None:
    (text,) = told(SHOP, "{}")["mail-part-deleted"]
    assert text.startswith("EmailIdentity is gone from the templates: mail from it is refused")


def test_an_identity_that_is_kept_is_left_behind(told: Told) -> None:
    assert set(told(KEPT, "{}")) >= {"mail-part-left-behind"}
    assert "mail-part-deleted" not in told(KEPT, "{}")


def test_another_name_replaces_the_identity(told: Told) -> None:
    (text,) = told(SHOP, SHOP.replace("shop.example", "store.example"))["mail-part-replaced"]
    assert text.startswith("EmailIdentity changes from shop.example to store.example, which replaces it: mail")


def test_a_name_that_a_condition_chooses_may_come_out_the_same(told: Told) -> None:
    new = SHOP.replace("shop.example", "!If [Live, shop.example, test.example]")
    (text,) = told(SHOP, new)["mail-part-replaced"]
    assert "which replaces it unless both come out the same: mail" in text


def test_a_setting_that_can_change_replaces_nothing(told: Told) -> None:
    new = SHOP.replace("shop.example", "shop.example, FeedbackAttributes: {EmailForwardingEnabled: false}")
    assert "mail-part-replaced" not in told(SHOP, new)


def test_the_same_identity_under_another_logical_id_is_a_clash_and_no_deletion(told: Told) -> None:
    found = told(SHOP, SHOP.replace("Shop:", "Store:"))
    assert found["mail-part-renamed"] == ["EmailIdentity shop.example was Shop and becomes Store"]
    assert "mail-part-deleted" not in found
    assert "mail-part-added" not in found


def test_what_refers_to_a_renamed_thing_has_not_changed(told: Told) -> None:
    old = """
    Set: {Type: AWS::SES::ConfigurationSet, Properties: {Name: mail}}
    Problems: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {ConfigurationSetName: !Ref Set,
      EventDestination: {Enabled: true, MatchingEventTypes: [bounce], SnsDestination: {TopicARN: a}}}}
    """
    found = told(old, old.replace("Set:", "Other:", 1).replace("!Ref Set", "!Ref Other"))
    assert set(found) == {"mail-part-renamed"}


def test_a_policy_of_retention_that_is_dropped_is_told(told: Told) -> None:
    assert told(KEPT, SHOP)["mail-part-kept-no-more"] == ["DeletionPolicy is no longer Retain"]


def test_a_new_identity_is_a_note(told: Told) -> None:
    assert told("{}", SHOP)["mail-part-added"] == ["EmailIdentity shop.example is new"]


def test_a_bucket_that_holds_received_mail_is_a_part(told: Told) -> None:
    old = """
    Bucket: {Type: AWS::S3::Bucket}
    Other: {Type: AWS::S3::Bucket}
    Rule: {Type: AWS::SES::ReceiptRule, Properties: {RuleSetName: a, Rule: {Enabled: true, ScanEnabled: true,
      Actions: [{S3Action: {BucketName: !Ref Bucket}}]}}}
    """
    texts = told(old, "{}")["mail-part-deleted"]
    assert [text for text in texts if text.startswith("Bucket")] == [
        "Bucket is gone from the templates: received mail in it is gone, if it can be deleted at all"
    ]
