"""Where SES finds files that come from beside the app."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct, IConstruct, IDependable

from ses_constructs.facts.permissions import SERVICE
from ses_constructs.shared import Aws

_ID = "SesConstructsImports"
_NO_LOG = "files are here for minutes, and only the provider function and SES read them"


class ImportBucket(Construct):
    """A bucket that is empty but for the minutes of an import; one a stack, see :meth:`of`.

    Creates: a bucket and its policy. SES reads no object of the CDK's own bucket of assets.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            # Should a deployment be cut off between the import and the cleaning up.
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(1))],
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        added = self.bucket.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal(SERVICE)],
                actions=["s3:GetObject"],
                resources=[self.bucket.arn_for_objects("imports/*")],
                conditions={"StringEquals": {"aws:Referer": Aws.of(self).account}},
            )
        )
        assert added.policy_dependable is not None
        self.readable: IDependable = added.policy_dependable
        """There when SES may read."""
        cdk.Validations.of(self.bucket).acknowledge(cdk.Acknowledgment(id="AwsSolutions-S1", reason=_NO_LOG))

    @classmethod
    def of(cls, construct: IConstruct) -> ImportBucket:
        """The bucket of the construct's stack, made at the first call."""
        stack = Aws.of(construct).stack
        found = stack.node.try_find_child(_ID)
        return found if isinstance(found, ImportBucket) else cls(stack, _ID)
