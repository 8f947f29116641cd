"""The text of a DMARC record, read back by checkdmarc."""

from __future__ import annotations

from collections.abc import Callable

import dns.resolver
import pytest
from checkdmarc.dmarc import parse_dmarc_record
from hypothesis import given
from hypothesis import strategies as st

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import Dmarc, DmarcFailure, DmarcPolicy

LOCAL_PARTS = st.text("abcXYZ019.+_-'#%&?/=~", min_size=1, max_size=20)


class EmptyDns(dns.resolver.Resolver):
    """Knows no records; the parser only warns of that."""

    def __init__(self) -> None:
        super().__init__(configure=False)

    def resolve(self, *given: object, **settings: object) -> dns.resolver.Answer:
        raise dns.resolver.NoAnswer


@pytest.mark.parametrize(
    ("dmarc", "text"),
    [
        (Dmarc.none(), "v=DMARC1; p=none"),
        (Dmarc.quarantine(percent=1), "v=DMARC1; p=quarantine; pct=1"),
        (
            Dmarc.reject(reports_to=["a@shop.example", "b@shop.example"]),
            "v=DMARC1; p=reject; rua=mailto:a@shop.example,mailto:b@shop.example",
        ),
        (Dmarc.reject(subdomains=DmarcPolicy.QUARANTINE), "v=DMARC1; p=reject; sp=quarantine"),
        (
            Dmarc.none(
                reports_to="a@shop.example",
                report_interval=3600,
                failure_reports_to="f@shop.example",
                failure_reports_on=[DmarcFailure.ANY, DmarcFailure.DKIM],
                strict_dkim=True,
                strict_spf=True,
            ),
            "v=DMARC1; p=none; rua=mailto:a@shop.example; ri=3600; ruf=mailto:f@shop.example; fo=1:d; "
            "adkim=s; aspf=s",
        ),
    ],
)
def test_the_text_says_what_was_asked_for(dmarc: Dmarc, text: str) -> None:
    assert dmarc.text == text


@given(
    policy=st.sampled_from([Dmarc.quarantine, Dmarc.reject]),
    percent=st.none() | st.integers(-5, 120),
    subdomains=st.none() | st.sampled_from(DmarcPolicy),
    reports_to=st.lists(LOCAL_PARTS, max_size=2),
    report_interval=st.none() | st.integers(0, 2**33),
    failures_to=st.lists(LOCAL_PARTS, max_size=1),
    failures_on=st.lists(st.sampled_from(DmarcFailure), max_size=4, unique=True),
    strict=st.tuples(st.booleans(), st.booleans()),
)
def test_another_parser_reads_what_was_meant(
    policy: Callable[..., Dmarc],
    percent: int | None,
    subdomains: DmarcPolicy | None,
    reports_to: list[str],
    report_interval: int | None,
    failures_to: list[str],
    failures_on: list[DmarcFailure],
    strict: tuple[bool, bool],
) -> None:
    try:
        dmarc = policy(
            percent=percent,
            subdomains=subdomains,
            reports_to=[f"{box}@shop.example" for box in reports_to],
            report_interval=report_interval,
            failure_reports_to=[f"{box}@shop.example" for box in failures_to],
            failure_reports_on=failures_on,
            strict_dkim=strict[0],
            strict_spf=strict[1],
        )
    except (InvalidSettingError, ConflictingSettingsError) as error:
        assert error.fix
        return
    read = parse_dmarc_record(dmarc.text, "shop.example", resolver=EmptyDns())["tags"]
    tags = {name: tag["value"] for name, tag in read.items() if tag["explicit"]}
    assert tags["p"] == dmarc.policy
    assert tags.get("sp") == subdomains
    assert tags.get("adkim", "r") == ("s" if strict[0] else "r")
    assert tags.get("aspf", "r") == ("s" if strict[1] else "r")
    assert len(tags.get("rua", [])) == len(set(reports_to))
    assert len(tags.get("ruf", [])) == len(failures_to)
    if failures_to and failures_on:
        assert tags["fo"].split(":") == failures_on
    # RFC 9989 has neither tag any more, so that a parser of today leaves them unread.
    assert (f"pct={percent}" in dmarc.text) == (percent is not None)
    assert (f"ri={report_interval}" in dmarc.text) == (report_interval is not None)


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_a_share_that_is_none_is_refused(percent: int) -> None:
    with pytest.raises(InvalidSettingError, match=f"percent={percent}") as caught:
        Dmarc.quarantine(percent=percent)
    assert "leave it out" in caught.value.fix


@pytest.mark.parametrize("seconds", [0, 2**32])
def test_an_interval_that_the_record_cannot_hold_is_refused(seconds: int) -> None:
    with pytest.raises(InvalidSettingError, match="report_interval") as caught:
        Dmarc.none(report_interval=seconds)
    assert "leave it out for a day" in caught.value.fix


@pytest.mark.parametrize("address", ["", "shop.example", "a@", "@b", "a b@c", "a@b;x=1", "a@b,c@d", "a@b!5m"])
def test_an_address_that_would_break_the_record_is_refused(address: str) -> None:
    with pytest.raises(InvalidSettingError, match="reports_to") as caught:
        Dmarc.none(reports_to=address)
    assert "reports@example.com" in caught.value.fix


def test_failure_reports_on_all_and_any_are_refused() -> None:
    with pytest.raises(ConflictingSettingsError, match="contradict") as caught:
        Dmarc.none(failure_reports_to="a@shop.example", failure_reports_on=[DmarcFailure.ALL, DmarcFailure.ANY])
    assert "leave DmarcFailure.ALL out" in caught.value.fix


def test_failure_reports_to_nobody_are_refused() -> None:
    with pytest.raises(ConflictingSettingsError) as caught:
        Dmarc.none(failure_reports_on=[DmarcFailure.ANY])
    assert caught.value.fix == "give failure_reports_to too, or neither"


@pytest.mark.parametrize(
    ("dmarc", "enforced"),
    [
        (Dmarc.none(), False),
        (Dmarc.quarantine(percent=99), False),
        (Dmarc.reject(subdomains=DmarcPolicy.NONE), False),
        (Dmarc.quarantine(percent=100), True),
        (Dmarc.reject(), True),
    ],
)
def test_enforced_is_all_mail_and_all_subdomains(dmarc: Dmarc, enforced: bool) -> None:
    assert dmarc.is_enforced is enforced


def test_other_domains_agree_to_get_the_reports() -> None:
    dmarc = Dmarc.none(
        reports_to=["a@shop.example", "b@in.shop.example", "c@Reports.example", "d@reports.example"],
        failure_reports_to="e@other.example",
    )
    records = dmarc.report_authorizations("Shop.example")
    assert [(record.name, record.type, record.value) for record in records] == [
        ("shop.example._report._dmarc.reports.example", "TXT", '"v=DMARC1"'),
        ("shop.example._report._dmarc.other.example", "TXT", '"v=DMARC1"'),
    ]


def test_a_parent_domain_needs_not_agree() -> None:
    assert Dmarc.none(reports_to="a@shop.example").report_authorizations("mail.shop.example") == []
