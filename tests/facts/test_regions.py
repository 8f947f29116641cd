"""The region tables against the CloudFormation schemas that cfn-lint bundles."""

from __future__ import annotations

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
