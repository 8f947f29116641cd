"""Encryption of each saved message by SES itself, before Amazon S3 sees it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from ses_constructs.facts.permissions import SERVICE
from ses_constructs.shared import Aws
from ses_constructs.shared.setting_types import checks_types

from .receipt_action import check_same_region
from .rule_source import RuleSource

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


@checks_types
@dataclass(frozen=True, slots=True)
class ClientSideEncryption:
    """SES encrypts a message with the Amazon S3 Encryption Client, and stores what comes out.

    Made by :meth:`with_key` or :meth:`with_key_of_ses`. Not the encryption of a bucket: Amazon S3 cannot undo it,
    and whoever reads the object gets ciphertext. Only the S3 Encryption Clients of the SDKs for Java and Ruby
    read such mail; a function in Python does not. To encrypt at rest, give the bucket a key instead.

    Guide: Deliver to S3 bucket action.
    """

    key: kms.IKey | None

    @classmethod
    def with_key(cls, key: kms.IKey) -> ClientSideEncryption:
        """With a key of the rule's region, whose policy lets the rule in."""
        return cls(key)

    @classmethod
    def with_key_of_ses(cls) -> ClientSideEncryption:
        """With ``alias/aws/ses``, the key that AWS manages for SES in the account; nobody has to let SES in."""
        return cls(None)

    def key_arn(self, source: RuleSource) -> str:
        """As the action names it."""
        if self.key is not None:
            return self.key.key_arn
        return Aws.of(source.scope).arn("kms", "alias/aws/ses")

    def let_service_use(self, source: RuleSource) -> None:
        """Lets the rule make data keys: by the policy of the key, which the rule names and so waits for."""
        if self.key is None:
            return
        check_same_region("key", self.key, self.key.env.region, source)
        statement = iam.PolicyStatement(
            principals=[iam.ServicePrincipal(SERVICE)],
            actions=["kms:GenerateDataKey*"],
            resources=["*"],
            conditions=source.conditions,
        )
        if not self.key.add_to_resource_policy(statement, True).statement_added:
            text = json.dumps(cdk.Stack.of(source.scope).resolve(statement.to_statement_json()))
            cdk.Annotations.of(source.scope).add_warning_v2(
                "ses-constructs:client-side-key-policy",
                f"the policy of key {self.key.node.path} is not managed here; add this statement yourself: {text}",
            )
