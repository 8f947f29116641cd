"""What the Virtual Deliverability Manager counts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ses_constructs.local.ses import vdm
from tests.local.ses.aws import DOMAIN, Account

ON = {"VdmEnabled": "ENABLED"}
NOVEMBER = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def counted(account: Account, metric: str, **dimensions: list[str]) -> int:
    """Over all days, by the emulator's own state."""
    with account.ses._locked():
        state = account.ses._store.at(account.place)
        return sum(vdm.by_day(state, vdm.Question(metric, *NOVEMBER, dimensions)).values())


def test_mail_is_counted_once_it_is_on(account: Account) -> None:
    account.verify()
    account.send("a@gmail.com")
    account.v2.put_account_vdm_attributes(VdmAttributes=ON)
    for recipient in ("a@gmail.com", "b@bounce.test", "c@softbounce.test", "d@complaint.test"):
        account.send(recipient)
    assert {
        metric: counted(account, metric)
        for metric in ("SEND", "DELIVERY", "PERMANENT_BOUNCE", "TRANSIENT_BOUNCE", "COMPLAINT", "OPEN")
    } == {"SEND": 4, "DELIVERY": 2, "PERMANENT_BOUNCE": 1, "TRANSIENT_BOUNCE": 1, "COMPLAINT": 1, "OPEN": 0}


def test_mail_to_several_and_to_the_simulator_is_not_counted(account: Account) -> None:
    account.verify()
    account.v2.put_account_vdm_attributes(VdmAttributes=ON)
    account.send("a@gmail.com", "b@gmail.com")
    account.send("bounce@simulator.amazonses.com")
    assert counted(account, "SEND") == 0


def test_an_address_on_a_list_is_no_bounce(account: Account) -> None:
    account.verify()
    account.v2.put_account_vdm_attributes(VdmAttributes=ON)
    account.send("a@bounce.test")
    account.send("a@bounce.test")
    assert (counted(account, "SEND"), counted(account, "PERMANENT_BOUNCE")) == (2, 1)


def test_dimensions_narrow(account: Account) -> None:
    account.verify()
    account.v2.create_configuration_set(ConfigurationSetName="news")
    account.v2.put_account_vdm_attributes(VdmAttributes=ON)
    account.send("a@gmail.com", ConfigurationSetName="news")
    account.send("a@gmx.example")
    assert counted(account, "SEND", ISP=["Gmail"]) == counted(account, "SEND", CONFIGURATION_SET=["news"]) == 1
    assert counted(account, "SEND", ISP=["*"]) == counted(account, "SEND", EMAIL_IDENTITY=[DOMAIN]) == 2


def test_days_are_whole() -> None:
    first, last = datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)
    assert vdm.days(first, last) == [date(2026, 11, 1), date(2026, 11, 2)]
