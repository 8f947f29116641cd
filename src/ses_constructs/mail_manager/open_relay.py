"""Keeps an ingress point from passing on mail of anybody to anybody."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts.mail_manager import IngressType
from ses_constructs.shared import located

from .rule_set import RuleSet
from .traffic_policy import TrafficPolicy


@dataclass(frozen=True, slots=True)
class OpenRelayCheck:
    """Looks at what a traffic policy and a rule set do together, whichever changes."""

    ingress_point: Construct
    traffic_policy: TrafficPolicy
    rule_set: RuleSet

    def __call__(self) -> None:
        """Refuses an open relay.

        Raises:
            ConflictingSettingsError: names the rule that passes everything on.
        """
        if not self.traffic_policy.lets_in_everything:
            return
        for rule in self.rule_set.known_rules:
            if rule.passes_on_everything:
                with located(self.ingress_point):
                    raise ConflictingSettingsError(
                        f"anybody may deliver mail for anybody, and rule {rule.name} passes it on: an open relay, "
                        "which is abused within hours, and AWS stops the account",
                        fix="narrow the policy: TrafficPolicy.allow(Traffic.recipient.ends_with('@...')), or the "
                        "rule by when=[Mail.recipient...], or say open_relay=True",
                        see="Traffic policies and policy statements",
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
