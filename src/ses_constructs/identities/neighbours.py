"""The identities of one app, so that they can be judged together: what shadows what, and which names are taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import aws_cdk as cdk
from constructs import Construct, IConstruct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts.addresses import domain_of
from ses_constructs.facts.domains import is_below, parents_of
from ses_constructs.shared import Aws, is_known, once

from .dmarc import Dmarc


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an identity of the app has of its own."""

    name: str
    owner: Construct
    configuration_set: bool = False
    mail_from: str | None = None
    feedback_forwarding: bool = True
    feedback_topics: bool = False
    dmarc: Dmarc | None = None

    @property
    def domain(self) -> str:
        return domain_of(self.name)


@dataclass(slots=True)
class _App:
    senders: dict[str, Construct] = field(default_factory=dict)
    """The first identity by the domain it sends from, wherever it is."""
    mail_from: dict[str, Construct] = field(default_factory=dict)
    """The first identity by MAIL FROM domain."""
    places: dict[tuple[str, str], _Place] = field(default_factory=dict)
    """By account and region."""


@dataclass(slots=True)
class _Place:
    names: dict[str, Known] = field(default_factory=dict)
    """Every identity."""
    domains: dict[str, Known] = field(default_factory=dict)
    addresses: list[Known] = field(default_factory=list)

    def nearest(self, domain: str) -> Known | None:
        for name in (domain, *parents_of(domain)):
            if name in self.domains:
                return self.domains[name]
        return None


def check_names(aws: Aws, *, domain: str, mail_from: str | None) -> None:
    """Refuses a MAIL FROM domain that somebody in the app sends from, and the other way round.

    Raises:
        ConflictingSettingsError: names the other identity.

    Guide: Using a custom MAIL FROM domain.
    """
    app = _app_of(aws.app)
    for name, other in ((domain, app.mail_from.get(domain)), (mail_from, app.senders.get(mail_from or ""))):
        if other is not None:
            raise ConflictingSettingsError(
                f"{name!r} is a MAIL FROM domain and a domain that sends; see also {other.node.path!r}",
                fix="use a MAIL FROM domain that nothing else uses, such as one that starts with 'bounce.'",
                see="Using a custom MAIL FROM domain",
            )


def remember(aws: Aws, identity: Known) -> None:
    """Adds an identity to those of the app, and warns of each address that loses settings of its domain by it.

    Raises:
        ConflictingSettingsError: when the app makes it a second time in one account and region.
    """
    app, place = _app_of(aws.app), _place_of(aws)
    _check_is_first(aws, place.names.setdefault(identity.name, identity), identity)
    app.senders.setdefault(identity.domain, identity.owner)
    if identity.mail_from is not None:
        app.mail_from.setdefault(identity.mail_from, identity.owner)
    if identity.name == identity.domain:
        for address in addresses_under(aws, identity.name):
            _warn_of_shadow(address, identity)
        place.domains[identity.name] = identity
    else:
        place.addresses.append(identity)
        domain = place.nearest(identity.domain)
        if domain is not None:
            _warn_of_shadow(identity, domain)


def _check_is_first(aws: Aws, first: Known, identity: Known) -> None:
    """Stacks that leave account and region open may be deployed to different ones."""
    is_one_place = is_known(aws.account) and is_known(aws.region)
    if first is not identity and (is_one_place or Aws.of(first.owner).stack is aws.stack):
        raise ConflictingSettingsError(
            f"{identity.name} is made an identity by {first.owner.node.path!r} already, and SES has it once in an "
            "account and region",
            fix="make it once, and elsewhere use DomainIdentity.from_domain_name() or "
            "EmailAddressIdentity.from_address()",
        )


def nearest_domain(aws: Aws, domain: str) -> Known | None:
    """The domain identity whose settings mail from ``domain`` has: its own, or that of the next parent."""
    return _place_of(aws).nearest(domain)


def domains_above(aws: Aws, domain: str) -> Iterator[Known]:
    """The domain identities that are parents of a domain, the nearest first."""
    domains = _place_of(aws).domains
    return (domains[name] for name in parents_of(domain) if name in domains)


def addresses_under(aws: Aws, domain: str) -> Iterator[Known]:
    """Address identities to which a domain identity of this name is, or would be, the nearest."""
    place = _place_of(aws)
    for address in place.addresses:
        if address.domain == domain or is_below(address.domain, domain):
            nearest = place.nearest(address.domain)
            if nearest is None or not is_below(nearest.name, domain):
                yield address


@once
def _app_of(root: IConstruct) -> _App:  # noqa: ARG001 - the key
    return _App()


def _place_of(aws: Aws) -> _Place:
    return _app_of(aws.app).places.setdefault((aws.account, aws.region), _Place())


def _warn_of_shadow(address: Known, domain: Known) -> None:
    """SES applies the settings of the most specific identity, and none of the others'."""
    lost = []
    if domain.configuration_set and not address.configuration_set:
        lost.append("the configuration set")
    if domain.mail_from is not None and address.mail_from is None:
        lost.append("the MAIL FROM domain")
    if domain.feedback_topics and not address.feedback_topics:
        lost.append("the feedback topics")
    if not domain.feedback_forwarding and address.feedback_forwarding:
        lost.append("feedback forwarding switched off")
    if lost:
        cdk.Annotations.of(address.owner).add_warning_v2(
            "ses-constructs:shadowed-domain",
            f"{address.name} is an identity of its own, so that its mail does without these settings of "
            f"{domain.name}: {', '.join(lost)}. Make it with add_address() of the domain identity, which copies "
            "them, or leave the address out: the domain covers it",
        )
