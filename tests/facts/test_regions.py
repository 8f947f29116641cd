"""The region tables against the CloudFormation schemas that cfn-lint bundles."""

from __future__ import annotations

import botocore.session
from cfnlint.helpers import REGIONS
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from ses_constructs.facts import regions


def _with(resource_type: str) -> set[str]:
    found = set()
    for region in REGIONS:
        try:
            PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, resource_type)
        except Exception:  # cfn-lint says "not there" with an exception of its own
            continue
        found.add(region)
    return found


def test_receiving_regions_are_those_whose_schema_has_receipt_rules() -> None:
    assert _with("AWS::SES::ReceiptRule") == regions.RECEIVING


def test_sending_only_regions_have_identities_and_no_receipt_rules() -> None:
    assert _with("AWS::SES::EmailIdentity") - regions.RECEIVING == regions.SENDING_ONLY


def test_the_tables_cover_every_region_the_schemas_know() -> None:
    assert set(REGIONS) == regions.RECEIVING | regions.SENDING_ONLY | regions.WITHOUT_SES


def test_no_region_is_in_two_tables() -> None:
    assert not regions.RECEIVING & regions.SENDING_ONLY
    assert not (regions.RECEIVING | regions.SENDING_ONLY) & regions.WITHOUT_SES


def test_certificates_are_missing_where_the_schemas_have_none() -> None:
    assert set(REGIONS) - _with("AWS::SES::EmailIdentityCertificate") == regions.WITHOUT_CERTIFICATES


def test_botocore_knows_the_same_regions_outside_the_secret_partitions() -> None:
    session = botocore.session.get_session()
    partitions = session.get_available_partitions()
    known = {
        region
        for partition in partitions
        for region in session.get_available_regions("sesv2", partition_name=partition)
    }
    assert known == {region for region in regions.RECEIVING | regions.SENDING_ONLY if "iso" not in region}


def test_what_is_said_of_smtp_and_tracking_is_said_of_regions_with_ses() -> None:
    assert regions.WITHOUT_SMTP | regions.TRACKING <= regions.RECEIVING | regions.SENDING_ONLY
    assert set(REGIONS) == regions.ALL
