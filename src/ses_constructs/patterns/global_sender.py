"""A domain that sends by two regions, behind one global endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.access import SendForm
from ses_constructs.account import ManagedIpPool, MultiRegionEndpoint
from ses_constructs.configuration_sets import ConfigurationSet, SendingPool
from ses_constructs.dns import Dns
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.identities import Dkim, Dmarc, DomainIdentity
from ses_constructs.reputation import GuardScope, ReputationGuard
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam

_SEE = "Global endpoints"


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRegion:
    """What one of the two regions has.

    Args:
        identity: The domain.
        configuration_set: Of the same name in both.
        ip_pool: ``None`` without dedicated addresses.
        guard: ``None`` without operators.
    """

    identity: DomainIdentity
    configuration_set: ConfigurationSet
    ip_pool: ManagedIpPool | None
    guard: ReputationGuard | None


@checks_types
class GlobalSender(Construct):
    """Makes a domain send by the stack's region and by a second one, in equal shares, or by the one that works.

    Creates, in each of two stacks: a ``DomainIdentity`` with a MAIL FROM domain of its own, a
    ``ConfigurationSet`` of the same name, and if asked for a ``ManagedIpPool`` and a ``ReputationGuard``. In the
    scope's stack also the ``MultiRegionEndpoint``, which comes last.

    The second stack is deployed first, by itself: it makes the DKIM key and publishes its records. The identity of
    the scope's stack signs with the same key (deterministic Easy DKIM), so that both are verified by the same
    records. Both stacks name their account and their regions.

    Each region has its own quota, its own sandbox and its own suppression list: ask for production access twice.

    Args:
        domain: The domain of the From addresses.
        dns: Where its records go; ``Dns.in_zone_with_id(...)`` or ``Dns.by_hand()``, since both stacks need it.
        second: A stack in the second region.
        endpoint_name: Up to 64 letters, digits, ``-`` and ``_``.
        configuration_set_name: Of both sets; also the default of both identities.
        mail_from_label: The MAIL FROM domains are this label and the region, below the domain:
            ``bounce-eu-west-1.shop.example``. Left out: ``bounce``.
        dmarc: Left out: no DMARC record is published.
        dedicated_ips: True sends from dedicated addresses that SES looks after, in both regions. Left out: false.
        operators: A topic of the scope's region; with it, and with ``second_operators``, a guard in each region
            pauses its configuration set. Left out: no guard.
        second_operators: A topic of the second region.
        timeout: How long the deployment waits for the endpoint. Left out: 20 minutes.
        removal_policy: Of identities, records, sets, pools and the guards' history. Left out: RETAIN.

    Raises:
        InvalidSettingError: for a name that SES refuses, stacks that do not say where they are, or SNAPSHOT.
        ConflictingSettingsError: for two stacks of one region or of two accounts, or with one topic of two.

    Guide: Global endpoints. API: ``CreateMultiRegionEndpoint``, ``PutEmailIdentityDkimSigningAttributes``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        domain: str,
        dns: Dns,
        second: cdk.Stack,
        endpoint_name: str,
        configuration_set_name: str,
        mail_from_label: str = "bounce",
        dmarc: Dmarc | None = None,
        dedicated_ips: bool = False,
        operators: sns.ITopic | None = None,
        second_operators: sns.ITopic | None = None,
        timeout: cdk.Duration | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        super().__init__(scope, id)
        home, other = Aws.of(self), Aws.of(second)
        with located(self):
            _check_places(home, other)
            check_removal(removal_policy)
            if (operators is None) is not (second_operators is None):
                raise ConflictingSettingsError(
                    "operators and second_operators go together: each region has its own guard",
                    fix="give a topic of each region, or neither",
                )
        maker = _Maker(domain, dns, configuration_set_name, mail_from_label, dedicated_ips, removal_policy)
        self.second: SendingRegion = maker.make(
            Construct(second, id), other.region, dkim=Dkim.easy(), dmarc=dmarc, operators=second_operators
        )
        """What the second region has."""
        self.home: SendingRegion = maker.make(
            self, home.region, dkim=Dkim.of_region(other.region), dmarc=None, operators=operators
        )
        """What the region of the scope's stack has."""
        home.stack.add_stack_dependency(second, "the second region makes the key that signs in both")
        self.endpoint = MultiRegionEndpoint(
            self, "Endpoint", endpoint_name=endpoint_name, second_region=other.region, timeout=timeout
        )
        """The endpoint; its ``endpoint_id`` is what requests name."""
        # Nobody should be able to send by it before both regions can.
        self.endpoint.node.add_dependency(self.home.identity, self.home.configuration_set)
        self._domain, self._set = domain, configuration_set_name

    def grant_send(
        self,
        grantee: iam.IGrantable,
        *,
        forms: Sequence[SendForm] = (SendForm.FORMATTED,),
        templates: Sequence[str] | None = None,
    ) -> iam.Grant:
        """Lets the grantee send from the domain by the endpoint; see ``MultiRegionEndpoint.grant_send``."""
        return self.endpoint.grant_send(
            grantee,
            identity=self._domain,
            configuration_sets=[self._set],
            templates=templates,
            forms=forms,
        )


@dataclass(frozen=True, slots=True)
class _Maker:
    """What both regions have in common."""

    domain: str
    dns: Dns
    set_name: str
    mail_from_label: str
    dedicated_ips: bool
    removal_policy: cdk.RemovalPolicy

    def make(
        self, scope: Construct, region: str, *, dkim: Dkim, dmarc: Dmarc | None, operators: sns.ITopic | None
    ) -> SendingRegion:
        keep = self.removal_policy
        pool = ManagedIpPool(scope, "Ips", removal_policy=keep) if self.dedicated_ips else None
        configuration_set = ConfigurationSet(
            scope,
            "Set",
            configuration_set_name=self.set_name,
            sending_pool=None if pool is None else SendingPool.of(pool),
            removal_policy=keep,
        )
        identity = DomainIdentity(
            scope,
            "Domain",
            domain=self.domain,
            dns=self.dns,
            dkim=dkim,
            # A MAIL FROM domain has one MX record, which leads to one region.
            mail_from_domain=f"{self.mail_from_label}-{region}.{self.domain}",
            dmarc=dmarc,
            configuration_set=configuration_set,
            removal_policy=keep,
        )
        guard = None
        if operators is not None:
            watch = GuardScope.configuration_sets(configuration_set)
            guard = ReputationGuard(scope, "Guard", watch=watch, operators=operators, removal_policy=keep)
        return SendingRegion(identity=identity, configuration_set=configuration_set, ip_pool=pool, guard=guard)


def _check_places(home: Aws, other: Aws) -> None:
    for aws in (home, other):
        if not is_known(aws.region):
            raise InvalidSettingError(
                "second",
                aws.stack.node.path,
                "has a partner, and does not say in which region it is",
                fix="give both stacks env=cdk.Environment(account=..., region=...)",
                see=_SEE,
            )
    if home.region == other.region:
        raise ConflictingSettingsError(
            f"both stacks are in {home.region}", fix="put second= into another region", see=_SEE
        )
    if home.account != other.account:
        raise ConflictingSettingsError(
            "the two stacks are in different accounts", fix="put both into one account", see=_SEE
        )
