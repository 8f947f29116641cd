"""What an assembly sends with: identities, configuration sets, and where their events go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ses_constructs.facts.events import Event

from .policies import IDENTITY_SETTINGS
from .remembering import once
from .template import Assembly, Resource
from .value import Value

IDENTITY = "AWS::SES::EmailIdentity"
CONFIGURATION_SET = "AWS::SES::ConfigurationSet"
DEFAULT_SET = "Custom::SesDefaultConfigurationSet"
"""This library's resource that chooses the default configuration set of an identity, wherever that was made."""
EVENT_DESTINATION = "AWS::SES::ConfigurationSetEventDestination"
TARGETS = {
    "CloudWatchDestination": "",
    "EventBridgeDestination": "EventBusArn",
    "KinesisFirehoseDestination": "DeliveryStreamARN",
    "SnsDestination": "TopicARN",
}
"""The kinds of target a destination may have, and the property that names it."""


@dataclass(frozen=True, eq=False)
class Destination:
    """An event destination.

    Args:
        resource: The resource.
    """

    resource: Resource

    @property
    def settings(self) -> Value:
        """What the resource says below ``EventDestination``."""
        return self.resource.get("EventDestination")

    @cached_property
    def is_off(self) -> bool:
        """True when it certainly publishes nothing. The API's default is off."""
        enabled = self.settings.get("Enabled")
        return enabled.absent or enabled.flag is False

    @cached_property
    def events(self) -> frozenset[str]:
        """Events it publishes, as ``Event`` spells them."""
        return frozenset(normal_event(word) for word in self.settings.get("MatchingEventTypes").literals)

    @cached_property
    def is_understood(self) -> bool:
        """True when all its events are known."""
        return self.settings.get("MatchingEventTypes").complete and len(self.events) == len(
            self.settings.get("MatchingEventTypes").items
        )

    @property
    def targets(self) -> list[str]:
        """Names of the targets it has; more or fewer than one is a mistake."""
        return [name for name in TARGETS if self.settings.get(name).present]


_BY_LETTERS = {event.value.lower(): event.value for event in Event}


def normal_event(word: str) -> str:
    """An event type as CloudFormation spells it; the API's ``RENDERING_FAILURE`` counts as the same."""
    letters = word.replace("_", "").replace(" ", "").lower()
    return _BY_LETTERS.get(letters, word)


@once
def destinations(assembly: Assembly) -> dict[Resource, list[Destination]]:
    """Destinations by the configuration set of the assembly they belong to."""
    found: dict[Resource, list[Destination]] = {}
    for resource in assembly.resources(EVENT_DESTINATION):
        owner = resource.get("ConfigurationSetName").names(CONFIGURATION_SET)
        if owner is not None:
            found.setdefault(owner, []).append(Destination(resource))
    return found


def every_destination(assembly: Assembly) -> list[Destination]:
    """All event destinations, also those of sets outside the assembly."""
    return [Destination(resource) for resource in assembly.resources(EVENT_DESTINATION)]


def publishes(assembly: Assembly, configuration_set: Resource, event: str) -> bool | None:
    """Whether an enabled destination of a set publishes an event; None when that is not known."""
    own = [one for one in destinations(assembly).get(configuration_set, []) if not one.is_off]
    if any(event in one.events for one in own):
        return True
    return False if all(one.is_understood for one in own) else None


def default_set_of(identity: Resource) -> Value:
    """What names the default configuration set of an identity; what chooses it later has the last word."""
    chosen = _chosen_later(identity.template.assembly).get(identity)
    return identity.get("ConfigurationSetAttributes.ConfigurationSetName") if chosen is None else chosen


def signing_of(identity: Resource) -> Value | None:
    """How this library has an identity sign where its own properties cannot say it: ``Selector`` or ``Region``."""
    return _signed_later(identity.template.assembly).get(identity)


@once
def _signed_later(assembly: Assembly) -> dict[Resource, Value]:
    found = {}
    for settings in assembly.resources(IDENTITY_SETTINGS):
        identity, dkim = identity_named_by(settings.get("Identity")), settings.get("Dkim")
        if identity is not None and dkim.present:
            found[identity] = dkim
    return found


def configuration_set_of(identity: Resource) -> Resource | None:
    """The default configuration set of an identity, when it is one of the assembly."""
    return default_set_of(identity).names(CONFIGURATION_SET)


def identity_named_by(value: Value) -> Resource | None:
    """The identity of the assembly that a value names; the letters of a domain may be large or small."""
    assembly = value.resource.template.assembly
    return value.names(IDENTITY) or _identities_in_lower_case(assembly).get((value.literal or "").lower())


@once
def _identities_in_lower_case(assembly: Assembly) -> dict[str, Resource]:
    return {
        name.lower(): identity
        for identity in assembly.resources(IDENTITY)
        if (name := identity.get("EmailIdentity").literal)
    }


@once
def _chosen_later(assembly: Assembly) -> dict[Resource, Value]:
    """What gives an identity of the assembly its default configuration set after it was made."""
    found = {}
    for one in assembly.resources(DEFAULT_SET):
        identity = identity_named_by(one.get("Identity"))
        if identity is not None:
            found[identity] = one.get("ConfigurationSet")
    return found


def domain_of(identity: Resource) -> str | None:
    """The domain of an identity, in lower case; of an address, what follows the ``@``."""
    name = identity.get("EmailIdentity").literal
    return None if name is None else name.rpartition("@")[2].lower()


def is_address(identity: Resource) -> bool:
    """True for an address, False for a domain or when that is not known."""
    return "@" in identity.get("EmailIdentity").shape


def mail_from_of(identity: Resource) -> str | None:
    """Its MAIL FROM domain, in lower case."""
    name = identity.get("MailFromAttributes.MailFromDomain").literal
    return None if name is None else name.rstrip(".").lower()
