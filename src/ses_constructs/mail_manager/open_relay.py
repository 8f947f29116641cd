"""Keeps an ingress point from passing on mail of anybody to anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts.delivery_sources import Sources
from ses_constructs.facts.mail_manager import IngressType
from ses_constructs.facts.open_relays import passing
from ses_constructs.shared import located

from .rule_set import RuleSet
from .traffic_policy import TrafficPolicy


@dataclass(frozen=True, slots=True)
class OpenRelayCheck:
    """Looks at what a traffic policy and a rule set do together, whichever changes.

    Args:
        ingress_point: That anybody may reach.
        traffic_policy: ``None`` for one that cannot be judged.
        rule_set: ``None`` for one that cannot be judged.
        ip_versions: By which the ingress point is reached.
    """

    ingress_point: Construct
    traffic_policy: TrafficPolicy | None
    rule_set: RuleSet | None
    ip_versions: tuple[int, ...]

    def start(self) -> None:
        """Looks now, and again whenever a part changes that can be judged.

        Raises:
            ConflictingSettingsError: as the check itself.
        """
        if self.traffic_policy is not None:
            self.traffic_policy.check_with(self)
        if self.rule_set is not None:
            self.rule_set.check_with(self)
        if self.traffic_policy is None and self.rule_set is None:
            self()

    def __call__(self) -> None:
        """Refuses an open relay, and warns of what may be one.

        Raises:
            ConflictingSettingsError: names the rules that pass everything on.
        """
        strangers = Sources.everybody() if self.traffic_policy is None else self.traffic_policy.strangers
        if not strangers.is_anybody(self.ip_versions):
            return
        if self.rule_set is None:
            self._warn("the policy lets in anything" if self.traffic_policy is not None else None)
            return
        passages = [rule.passage for rule in self.rule_set.known_rules]
        names = passing(passages, arriving=strangers, versions=self.ip_versions)
        if not names:
            return
        passed = f"rule {names[0]} passes" if len(names) == 1 else f"rules {' and '.join(names)} together pass"
        if self.traffic_policy is not None:
            self._refuse(passed)
        self._warn(f"{passed} everything on")

    def _refuse(self, passed: str) -> NoReturn:
        with located(self.ingress_point):
            raise ConflictingSettingsError(
                f"anybody may deliver mail for anybody, and {passed} it on: an open relay, "
                "which is abused within hours, and AWS stops the account",
                fix="narrow the policy: TrafficPolicy.allow(Traffic.recipient.ends_with('@shop.example')), or the "
                "rule by when=[Mail.recipient.ends_with('@shop.example')], or say open_relay=True",
                see="Traffic policies and policy statements",
            )

    def _warn(self, known: str | None) -> None:
        unjudged = [
            name
            for name, part in (("TrafficPolicy", self.traffic_policy), ("RuleSet", self.rule_set))
            if part is None
        ]
        seen = "anybody may connect" if known is None else f"anybody may connect, and {known}"
        cdk.Annotations.of(self.ingress_point).add_warning_v2(
            "ses-constructs:unjudged-relay",
            f"{seen}; whether this is an open relay cannot be judged, for what is imported or no "
            f"{' and no '.join(unjudged)} of this library is not looked into; use one, or see for yourself that "
            "not everything is passed on, and acknowledge this warning",
        )


@dataclass(frozen=True, slots=True)
class AddonCheck:
    """Warns of deliveries over IPv6, which add-ons of a traffic policy are not asked about."""

    ingress_point: Construct
    traffic_policy: TrafficPolicy

    def __call__(self) -> None:
        """Warns once."""
        if self.traffic_policy.asks_addons:
            cdk.Annotations.of(self.ingress_point).add_warning_v2(
                "ses-constructs:addon-over-ipv6",
                "the traffic policy asks an add-on, which is not asked about deliveries over IPv6: whoever is "
                "turned away over IPv4 comes in over IPv6; use IngressNetwork.ipv4()",
            )


@dataclass(frozen=True, slots=True)
class CertificateCheck:
    """Warns of rules that ask for a certificate where clients have none."""

    ingress_point: Construct
    type: IngressType
    rule_set: RuleSet

    def __call__(self) -> None:
        """Warns once for each rule."""
        if self.type is IngressType.MUTUAL_TLS:
            return
        for rule in self.rule_set.known_rules:
            if rule.needs_certificate:
                cdk.Annotations.of(self.ingress_point).add_warning_v2(
                    f"ses-constructs:certificate-{rule.name}",
                    f"rule {rule.name} asks for the certificate of the client, and this ingress point does not; "
                    "use IngressAccess.mutual_tls(...), or leave the condition out",
                )
