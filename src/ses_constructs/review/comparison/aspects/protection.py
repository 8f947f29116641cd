"""Settings that keep mail safe: encryption in transit, suppression, signing, and the switch of sending itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ses_constructs.review.comparison.change import Change
from ses_constructs.review.comparison.pairing import Pairing
from ses_constructs.review.finding import Rule, Severity
from ses_constructs.review.receiving import RULE
from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY, default_set_of
from ses_constructs.review.value import Value

TLS = Rule(
    id="tls-loosened",
    severity=Severity.WARNING,
    why="Mail, or a tracked link, may travel in plain text where it could not before.",
    cure="Require TLS again.",
    source="Guide: Amazon SES and security protocols",
)
SUPPRESSION = Rule(
    id="suppression-loosened",
    severity=Severity.WARNING,
    why="Addresses that bounced or complained are written to again, which ruins the reputation.",
    cure="Name BOUNCE and COMPLAINT as before, or leave the setting to the account.",
    source="Guide: Configuration set-level suppression",
)
SENDING = Rule(
    id="sending-switched",
    severity=Severity.WARNING,
    why="The deployment switches sending: off loses mail, on undoes a pause that somebody or an alarm made.",
    cure="Leave SendingOptions out; pause and resume by the guard or the API.",
    source="Guide: Pausing email sending for a configuration set",
)
BLINDED = Rule(
    id="reputation-metrics-switched-off",
    severity=Severity.ERROR,
    why="The set has no bounce and complaint rate from now on, and no alarm on them fires.",
    cure="Set ReputationOptions.ReputationMetricsEnabled to true.",
    source="Guide: Using configuration sets, Reputation options",
)
SIGNING = Rule(
    id="signing-loosened",
    severity=Severity.WARNING,
    why="Receivers can tell genuine mail from forged less surely.",
    cure="Keep DKIM on, its key at 2048 bits, and the MAIL FROM domain.",
    source="Guide: Authenticating email with DKIM in Amazon SES",
)
DEFAULT_SET = Rule(
    id="default-configuration-set-changed",
    severity=Severity.WARNING,
    why="Mail that names no set goes out under other rules: other events, other suppression, another pause.",
    cure="Keep the default set of the identity.",
    source="Guide: Default configuration sets",
)
GAINED = Rule(
    id="protection-added",
    severity=Severity.NOTE,
    why="Mail is encrypted, signed, measured or held back where it was not before.",
    cure="Nothing to do.",
    source="Guide: Security in Amazon SES",
)
KINDS = (TLS, SUPPRESSION, SENDING, BLINDED, SIGNING, DEFAULT_SET, GAINED)


@dataclass(frozen=True, slots=True)
class _Setting:
    """A property, the types that have it, and when a change of it is a loss."""

    kind: Rule
    type: str
    path: str
    is_loss: Callable[[Value, Value], bool]

    def kind_of(self, old: Value, new: Value) -> Rule | None:
        """What sort of change it is, if it is one; what would be a loss the other way round is a gain."""
        if self.is_loss(old, new):
            return self.kind
        return GAINED if self.is_loss(new, old) else None


def _leaves(word: str) -> Callable[[Value, Value], bool]:
    """A loss when the value was this word and is not any more."""
    return lambda old, new: (old.literal or "").lower() == word and _known_not(new, word)


def _becomes(word: str) -> Callable[[Value, Value], bool]:
    """A loss when the value is this word and was not."""
    return lambda old, new: (new.literal or "").lower() == word and _known_not(old, word)


def _known_not(value: Value, word: str) -> bool:
    return not value.hidden and (value.literal or "").lower() != word


def _any_change(old: Value, new: Value) -> bool:
    return not old.hidden and not new.hidden and old.literal != new.literal


def _is_gone(old: Value, new: Value) -> bool:
    return old.present and not old.hidden and new.absent


def _fewer_reasons(old: Value, new: Value) -> bool:
    if not new.present or not new.complete:
        return False
    # Left out, the account decides, whose setting suppresses both unless it was changed.
    before = {"BOUNCE", "COMPLAINT"} if old.absent else set(old.literals)
    return not before <= set(new.literals)


_SETTINGS = (
    _Setting(TLS, CONFIGURATION_SET, "DeliveryOptions.TlsPolicy", _leaves("require")),
    _Setting(TLS, CONFIGURATION_SET, "TrackingOptions.HttpsPolicy", _leaves("require")),
    _Setting(TLS, RULE, "Rule.TlsPolicy", _leaves("require")),
    _Setting(SUPPRESSION, CONFIGURATION_SET, "SuppressionOptions.SuppressedReasons", _fewer_reasons),
    _Setting(SENDING, CONFIGURATION_SET, "SendingOptions.SendingEnabled", _any_change),
    _Setting(BLINDED, CONFIGURATION_SET, "ReputationOptions.ReputationMetricsEnabled", _leaves("true")),
    _Setting(SIGNING, IDENTITY, "DkimAttributes.SigningEnabled", _becomes("false")),
    _Setting(SIGNING, IDENTITY, "DkimSigningAttributes.NextSigningKeyLength", _becomes("rsa_1024_bit")),
    _Setting(SIGNING, IDENTITY, "MailFromAttributes.MailFromDomain", _is_gone),
)


def changes(pairing: Pairing) -> Iterator[Change]:
    for setting in _SETTINGS:
        for one, two in pairing.of_type(setting.type):
            old, new = one.get(setting.path), two.get(setting.path)
            kind = setting.kind_of(old, new)
            if kind is not None:
                before, after = pairing.spelled(old, old=True), pairing.spelled(new)
                text = f"{setting.path} changes from {before or 'nothing'} to {after or 'nothing'}"
                place = two.place_of(f"Properties.{setting.path}")
                yield Change(kind, place, text, before=before, after=after)
    path = "ConfigurationSetAttributes.ConfigurationSetName"
    for one, two in pairing.of_type(IDENTITY):
        before, after = pairing.spelled(default_set_of(one), old=True), pairing.spelled(default_set_of(two))
        if before and before != after:
            text = f"the default configuration set changes from {before} to {after or 'none'}"
            yield Change(DEFAULT_SET, two.place_of(f"Properties.{path}"), text, before=before, after=after)
