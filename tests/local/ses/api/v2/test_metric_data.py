"""Numbers of the Virtual Deliverability Manager in v2."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.local.ses.aws import Account


def test_a_query_gives_a_value_a_day(account: Account) -> None:
    account.verify()
    account.v2.put_account_vdm_attributes(VdmAttributes={"VdmEnabled": "ENABLED"})
    account.send("a@gmail.com")
    account.send("b@gmx.example")
    query = {
        "Id": "sends",
        "Namespace": "VDM",
        "Metric": "SEND",
        "Dimensions": {"ISP": "Gmail"},
        "StartDate": datetime(2026, 11, 1, tzinfo=UTC),
        "EndDate": datetime(2026, 11, 2, tzinfo=UTC),
    }
    (found,) = account.v2.batch_get_metric_data(Queries=[query])["Results"]
    assert (found["Id"], found["Values"]) == ("sends", [1])
    assert [at.date().isoformat() for at in found["Timestamps"]] == ["2026-11-01"]
