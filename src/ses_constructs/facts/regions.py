"""Which regions offer what. Known facts refuse; a region this file does not know only warns.

Source: the CloudFormation resource schemas of October 2026 that cfn-lint bundles, which hold
``AWS::SES::EmailIdentity`` and ``AWS::SES::ReceiptRule`` region by region. The guide's own table is older and
knows fewer receiving regions; where the two differ the schema holds.
"""

from __future__ import annotations

RECEIVING = frozenset(
    {
        "af-south-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ca-central-1",
        "eu-central-1",
        "eu-isoe-west-1",
        "eu-north-1",
        "eu-south-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "eusc-de-east-1",
        "il-central-1",
        "me-south-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-iso-east-1",
        "us-iso-west-1",
        "us-isob-east-1",
        "us-isob-west-1",
        "us-isof-east-1",
        "us-isof-south-1",
        "us-west-1",
        "us-west-2",
    }
)
"""Regions with receipt rules."""

SENDING_ONLY = frozenset(
    {
        "ap-south-2",
        "ap-southeast-5",
        "ca-west-1",
        "eu-central-2",
        "me-central-1",
        "us-gov-east-1",
        "us-gov-west-1",
    }
)
"""Regions with identities and configuration sets, but without receipt rules."""

WITHOUT_SES = frozenset(
    {
        "ap-east-1",
        "ap-east-2",
        "ap-southeast-4",
        "ap-southeast-6",
        "ap-southeast-7",
        "cn-north-1",
        "cn-northwest-1",
        "eu-south-2",
        "mx-central-1",
    }
)
"""Regions whose CloudFormation has no ``AWS::SES::EmailIdentity``."""

ALL = RECEIVING | SENDING_ONLY | WITHOUT_SES
"""Every region this file knows."""

WITHOUT_CERTIFICATES = WITHOUT_SES | {"me-central-1"}
"""Regions whose CloudFormation has no ``AWS::SES::EmailIdentityCertificate``."""

WITHOUT_SMTP = frozenset({"af-south-1", "ap-southeast-3", "il-central-1", "me-south-1"})
"""Regions without an SMTP endpoint. Guide: Obtaining Amazon SES SMTP credentials.

The guide's note also names eu-south-1, which its program for SMTP passwords lists as a region with SMTP.
"""

TRACKING = frozenset(
    {
        "af-south-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-south-1",
        "eu-west-1",
        "eu-west-2",
        "il-central-1",
        "me-south-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-gov-west-1",
        "us-west-1",
        "us-west-2",
    }
)
"""Regions whose tracking host the guide lists (Configuring custom domains to handle open and click tracking).

The guide leaves out regions that have identities, so that a region which is missing here may have a host.
"""
