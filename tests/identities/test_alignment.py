"""Mail that could never pass what its domain's records ask for is refused."""

from __future__ import annotations

from collections.abc import Callable

import aws_cdk as cdk
import pytest

from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import Bimi, Dmarc, DmarcPolicy, DomainIdentity, EmailAddressIdentity

BY_HAND = Dns.by_hand()
LOGO = Bimi(logo_url="https://shop.example/logo.svg")


def make(
    stack: cdk.Stack,
    *,
    dmarc: Dmarc | None,
    mail_from: str | None = "bounce.shop.example",
    bimi: Bimi | None = None,
    dkim_signing: bool = True,
) -> DomainIdentity:
    return DomainIdentity(
        stack,
        "Shop",
        domain="shop.example",
        dns=BY_HAND,
        mail_from_domain=mail_from,
        dmarc=dmarc,
        bimi=bimi,
        dkim_signing=dkim_signing,
    )


@pytest.mark.parametrize(
    ("attempt", "problem", "fix"),
    [
        (lambda s: make(s, dmarc=Dmarc.none(strict_spf=True)), "SPF never aligns", "leave strict_spf out"),
        (
            lambda s: make(s, dmarc=Dmarc.reject(), mail_from=None, dkim_signing=False),
            "all of it fails DMARC",
            "Dmarc.none()",
        ),
        (lambda s: make(s, dmarc=None, bimi=LOGO), "an enforced DMARC policy", "Dmarc.quarantine()"),
        (lambda s: make(s, dmarc=Dmarc.none(), bimi=LOGO), "an enforced DMARC policy", "Dmarc.reject()"),
        (
            lambda s: make(s, dmarc=Dmarc.quarantine(percent=50), bimi=LOGO),
            "an enforced DMARC policy",
            "for all mail",
        ),
        (
            lambda s: make(s, dmarc=Dmarc.reject(subdomains=DmarcPolicy.NONE), bimi=LOGO),
            "an enforced DMARC policy",
            "for subdomains too",
        ),
        (
            lambda s: make(s, dmarc=Dmarc.reject(), bimi=LOGO, mail_from=None),
            "a MAIL FROM domain",
            "give mail_from_domain",
        ),
        (
            lambda s: make(s, dmarc=Dmarc.reject(), bimi=LOGO, dkim_signing=False),
            "signed mail",
            "leave dkim_signing out",
        ),
    ],
)
def test_settings_that_contradict_each_other_are_refused(
    stack: cdk.Stack, attempt: Callable[[cdk.Stack], object], problem: str, fix: str
) -> None:
    with pytest.raises(ConflictingSettingsError) as caught:
        attempt(stack)
    assert problem in caught.value.problem
    assert fix in caught.value.fix
    assert caught.value.at == "Mail/Shop"


def test_reports_to_the_mail_from_domain_are_refused(stack: cdk.Stack) -> None:
    with pytest.raises(InvalidSettingError, match="takes bounces and nothing else") as caught:
        make(stack, dmarc=Dmarc.none(reports_to="postmaster@bounce.shop.example"))
    assert "receives mail" in caught.value.fix


def test_strict_spf_without_a_mail_from_domain_leaves_dkim_to_pass(stack: cdk.Stack) -> None:
    made = make(stack, dmarc=Dmarc.reject(strict_spf=True), mail_from=None)
    assert made.dns_records[-1].value == '"v=DMARC1; p=reject; aspf=s"'


def test_a_logo_needs_an_enforced_policy_and_gets_its_record(stack: cdk.Stack) -> None:
    made = make(stack, dmarc=Dmarc.quarantine(percent=100), bimi=LOGO)
    assert made.dns_records[-1].name == "default._bimi.shop.example"


def test_strict_dkim_is_refused_when_an_address_of_a_subdomain_is_there(stack: cdk.Stack) -> None:
    EmailAddressIdentity(stack, "News", address="news@mail.shop.example")
    with pytest.raises(ConflictingSettingsError, match=r"'news@mail\.shop\.example' is signed with") as caught:
        make(stack, dmarc=Dmarc.none(strict_dkim=True))
    assert "make 'mail.shop.example' an identity of its own" in caught.value.fix


def test_an_address_of_a_subdomain_is_refused_when_strict_dkim_is_there(stack: cdk.Stack) -> None:
    make(stack, dmarc=Dmarc.none(strict_dkim=True))
    with pytest.raises(ConflictingSettingsError, match=r"'news@mail\.shop\.example' is signed with") as caught:
        EmailAddressIdentity(stack, "News", address="news@mail.shop.example")
    assert "leave strict_dkim out" in caught.value.fix


def test_strict_dkim_is_fine_when_each_subdomain_signs_for_itself(stack: cdk.Stack) -> None:
    make(stack, dmarc=Dmarc.none(strict_dkim=True))
    DomainIdentity(stack, "Mail", domain="mail.shop.example", dns=BY_HAND)
    EmailAddressIdentity(stack, "News", address="news@mail.shop.example")
    EmailAddressIdentity(stack, "Owner", address="owner@shop.example")


@pytest.mark.parametrize("parent", [Dmarc.none(), Dmarc.reject(subdomains=DmarcPolicy.NONE)])
def test_no_logo_is_shown_below_a_parent_that_does_not_enforce(stack: cdk.Stack, parent: Dmarc) -> None:
    make(stack, dmarc=parent)
    with pytest.raises(ConflictingSettingsError, match="of the parent domain 'shop.example'") as caught:
        DomainIdentity(
            stack,
            "News",
            domain="news.shop.example",
            dns=BY_HAND,
            mail_from_domain="bounce.news.shop.example",
            dmarc=Dmarc.reject(),
            bimi=LOGO,
        )
    assert "Dmarc.quarantine()" in caught.value.fix


def test_a_logo_is_shown_below_a_parent_that_enforces(stack: cdk.Stack) -> None:
    make(stack, dmarc=Dmarc.quarantine())
    news = DomainIdentity(
        stack,
        "News",
        domain="news.shop.example",
        dns=BY_HAND,
        mail_from_domain="bounce.news.shop.example",
        dmarc=Dmarc.reject(),
        bimi=LOGO,
    )
    assert news.dns_records[-1].name == "default._bimi.news.shop.example"
