"""The condition keys of Route 53."""

from __future__ import annotations

import pytest

from ses_constructs.local.ministack.record_permissions import ACTION, keys_of, normalized

BATCH = b"""<?xml version="1.0" encoding="UTF-8"?>
<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes>
<Change><Action>UPSERT</Action><ResourceRecordSet><Name>WWW.Shop.example.</Name><Type>A</Type></ResourceRecordSet>
</Change>
<Change><Action>DELETE</Action><ResourceRecordSet><Name>*.shop.example</Name><Type>TXT</Type></ResourceRecordSet>
</Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>"""


def test_each_change_of_a_batch_is_told() -> None:
    assert keys_of(BATCH) == {
        f"{ACTION}NormalizedRecordNames": ["www.shop.example", r"\052.shop.example"],
        f"{ACTION}RecordTypes": ["A", "TXT"],
        f"{ACTION}Actions": ["UPSERT", "DELETE"],
    }


@pytest.mark.parametrize("body", [b"", b"no batch", b"<Empty/>"])
def test_what_is_no_batch_has_no_keys(body: bytes) -> None:
    assert keys_of(body) == {}


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("_dmarc.Shop.Example.", "_dmarc.shop.example"),
        (r"\052.shop.example", r"\052.shop.example"),
        (r"\137dmarc.shop.example", "_dmarc.shop.example"),
        ("a b.example", r"a\040b.example"),
    ],
)
def test_names_are_told_in_one_spelling(name: str, plain: str) -> None:
    assert normalized(name) == plain
