"""What a month of mail costs."""

from __future__ import annotations

import pytest

from ses_constructs.review import Assembly
from ses_constructs.review.picture.costs import also_billed, costs
from tests.review.conftest import assembly_of


def test_each_stream_costs_by_its_volume_and_the_plan(shop: Assembly) -> None:
    (cost,) = costs(shop, volume=1_000_000)
    assert (cost.name, cost.unit) == ("Mail", "recipients")
    assert cost.by_plan == pytest.approx((100, 160))


def test_metrics_that_cloudwatch_bills_are_counted(shop: Assembly) -> None:
    (cost,) = costs(shop)
    assert cost.besides == "6 custom metrics or more"


def test_tiers_are_the_prices_again_for_the_page(shop: Assembly) -> None:
    (cost,) = costs(shop)
    assert cost.tiers[0] == ((0.0001, 0),)
    assert [up_to for _, up_to in cost.tiers[1]] == [10_000_000, 100_000_000, 0]


def test_mail_without_a_configuration_set_costs_too() -> None:
    assembly = assembly_of("A: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: a.example}}")
    assert [cost.name for cost in costs(assembly)] == ["Outgoing mail"]


def test_incoming_mail_has_a_price_where_one_is_listed() -> None:
    assembly = assembly_of("A: {Type: AWS::SES::ReceiptRule}\nB: {Type: AWS::SES::MailManagerIngressPoint}")
    inbound, gateway = costs(assembly, volume=1000)
    first, second = inbound.by_plan
    assert first == pytest.approx(0.19)
    assert second is None
    assert inbound.tiers[1] == ()
    assert gateway.by_plan == pytest.approx((0.15, 0.16))


def test_what_else_is_billed_is_named() -> None:
    assembly = assembly_of("A: {Type: AWS::SES::Tenant}\nB: {Type: AWS::CloudWatch::Alarm}")
    assert also_billed(assembly) == ["1 tenant: $0.005 a month, à la carte", "1 alarm, billed by CloudWatch"]


def test_nothing_of_mail_costs_nothing() -> None:
    assert costs(assembly_of("A: {Type: AWS::SNS::Topic}")) == []
