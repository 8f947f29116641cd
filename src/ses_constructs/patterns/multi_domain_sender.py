"""Many domains that send alike, with a configuration set for each stream of mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.configuration_sets import ConfigurationSet, Destination, Dimension
from ses_constructs.configuration_sets.destination import COSTLY
from ses_constructs.dns import Dns
from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.dimensions import BY_DOMAIN, FEW_DOMAINS
from ses_constructs.identities import Dmarc, DomainIdentity, FeedbackTopics
from ses_constructs.shared import located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam


class Stream(StrEnum):
    """Kinds of mail that should not share a reputation."""

    TRANSACTIONAL = "transactional"
    """What a person asked for: receipts, passwords."""
    MARKETING = "marketing"
    """What a person subscribed to."""


@checks_types
class MultiDomainSender(Construct):
    """Verifies domains for sending, and gives each stream of mail one configuration set.

    Creates: a :class:`DomainIdentity` for each domain with MAIL FROM and DMARC, a :class:`ConfigurationSet` for
    each stream, and with it a CloudWatch destination that counts by sending domain.

    The first stream's set is the default of every domain: mail that names no set uses it.

    Args:
        domains: Where the records go, by domain.
        streams: Left out: transactional only. With both, mail of the second names its set.
        mail_from_label: The MAIL FROM domain is this label below each domain. Left out: ``bounce``.
        dmarc: Of every domain. Left out: no DMARC record is published.
        metrics_by_domain: False counts nothing by domain; each domain and event is billed as a metric. Left
            out: true.
        feedback_topics: Where SES publishes feedback on each identity besides. Left out: nowhere.
        removal_policy: Of identities, records and sets. Left out: RETAIN.

    Raises:
        InvalidSettingError: without a domain or a stream, with one given twice, or for SNAPSHOT.

    Guide: Using configuration sets in Amazon SES.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domains: Mapping[str, Dns],
        streams: Sequence[Stream] = (Stream.TRANSACTIONAL,),
        mail_from_label: str = "bounce",
        dmarc: Dmarc | None = None,
        metrics_by_domain: bool = True,
        feedback_topics: FeedbackTopics | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            _check(domains, streams)
            check_removal(removal_policy)
        super().__init__(scope, id)
        self.configuration_sets: dict[Stream, ConfigurationSet] = {
            stream: ConfigurationSet(self, stream.name.title(), removal_policy=removal_policy)
            for stream in streams
        }
        """The set of each stream."""
        if metrics_by_domain:
            by_domain = Dimension.message_tag(BY_DOMAIN, default="none")
            for configuration_set in self.configuration_sets.values():
                configuration_set.add_destination("ByDomain", Destination.metrics(by_domain))
            if len(domains) <= FEW_DOMAINS:
                reason = f"{len(domains)} domains send, and are counted apart"
                cdk.Annotations.of(self).acknowledge_warning(COSTLY, reason)
        self.identities: dict[str, DomainIdentity] = {
            domain: DomainIdentity(
                self,
                # Doubled, so that my-shop.example and my.shop.example differ.
                domain.replace("-", "--").replace(".", "-"),
                domain=domain,
                dns=dns,
                mail_from_domain=f"{mail_from_label}.{domain}",
                dmarc=dmarc,
                configuration_set=self.configuration_sets[streams[0]],
                feedback_topics=feedback_topics,
                removal_policy=removal_policy,
            )
            for domain, dns in domains.items()
        }
        """The identity of each domain."""

    def grant_send(
        self,
        grantee: iam.IGrantable,
        *,
        forms: Sequence[SendForm] = (SendForm.FORMATTED, SendForm.RAW),
        limits: SendLimits | None = None,
    ) -> iam.Grant:
        """Lets the grantee send from every domain, in every stream; see ``DomainIdentity.grant_send``."""
        first, *others = self.identities.values()
        sets = list(self.configuration_sets.values())[1:]
        whole = first.grant_send(grantee, forms=forms, configuration_sets=sets, limits=limits)
        for identity in others:
            granted = identity.grant_send(grantee, forms=forms, configuration_sets=sets, limits=limits)
            whole = whole.combine(granted)
        return whole


def _check(domains: Mapping[str, Dns], streams: Sequence[Stream]) -> None:
    if not domains:
        raise InvalidSettingError("domains", domains, "has no domain", fix="give {'shop.example': Dns.by_hand()}")
    if not streams or len(set(streams)) < len(streams):
        raise InvalidSettingError(
            "streams", streams, "are not one or both streams", fix="give each stream once, or leave it out"
        )
