"""The map of outgoing mail: who may send, from where, by which settings, and who hears what became of it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ses_constructs.facts.events import Event
from ses_constructs.review.dmarc_records import dmarc_records
from ses_constructs.review.sending import (
    CONFIGURATION_SET,
    DEFAULT_SET,
    IDENTITY,
    TARGETS,
    Destination,
    configuration_set_of,
    default_set_of,
    domain_of,
    every_destination,
    identity_named_by,
    is_address,
    mail_from_of,
    signing_of,
)

from .consumers import add_bus_rules, add_consumers, target_part
from .dns_table import Row, State, dns_rows
from .flow import Arrow, Carries, Flow, FlowBuilder
from .naming import counted, event_words, joined, key_of, label_of, name_of, readable, tail_of
from .part import Fact, Kind, Part
from .senders import grants
from .sending_paths import add_endpoints, add_tenants
from .tracking_paths import add_tracking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ses_constructs.review.template import Assembly, Resource

RECIPIENTS = "recipients"
_METRICS = "metrics"
_STAGES = {
    **dict.fromkeys((Kind.DOMAIN, Kind.ADDRESS, Kind.ENDPOINT), 1),
    Kind.CONFIGURATION_SET: 2,
    **dict.fromkeys((Kind.PEOPLE, Kind.TOPIC, Kind.BUS, Kind.STREAM, Kind.METRICS, Kind.LINKS, Kind.OTHER), 3),
    **dict.fromkeys(
        (Kind.QUEUE, Kind.FUNCTION, Kind.BUCKET, Kind.SUBSCRIBER, Kind.BUS_RULE, Kind.DISTRIBUTION), 4
    ),
    **dict.fromkeys((Kind.TABLE, Kind.TRACKER), 5),
}
_MOST_EVENTS = len(Event) - 3
"""A destination that publishes this many is said to publish nearly everything."""


def sending_flow(assembly: Assembly) -> Flow:
    """Everything that has to do with mail that leaves."""
    flow = FlowBuilder(_STAGES)
    rows = dns_rows(assembly)
    _add_identities(flow, assembly, _publication(rows))
    _add_sets(flow, assembly)
    for destination in every_destination(assembly):
        _add_destination(flow, assembly, destination)
    _add_chosen_sets(flow, assembly)
    add_tracking(flow, assembly, rows)
    add_tenants(flow, assembly)
    add_endpoints(flow, assembly, _recipients())
    _add_senders(flow, assembly)
    return flow.flow()


def _add_identities(flow: FlowBuilder, assembly: Assembly, published: dict[str, str]) -> None:
    policies = {record.domain: record.tags.get("p", "") for record in dmarc_records(assembly)}
    for identity in assembly.resources(IDENTITY):
        domain = domain_of(identity) or ""
        part = _identity(identity, policies.get(domain, ""), published.get(domain, "signed by SES"))
        flow.part(part)
        owner = configuration_set_of(identity)
        named = default_set_of(identity)
        if owner is not None:
            flow.arrow(Arrow(part.key, key_of(owner), Carries.MAIL))
        elif named.present:
            outside = _outside_set(named.shape, tail_of(named))
            flow.arrow(Arrow(part.key, flow.part(outside), Carries.MAIL))
            flow.arrow(Arrow(outside.key, flow.part(_recipients()), Carries.MAIL))
        else:
            flow.arrow(Arrow(part.key, flow.part(_recipients()), Carries.MAIL, "without a configuration set"))


def _add_chosen_sets(flow: FlowBuilder, assembly: Assembly) -> None:
    """Identities made elsewhere whose default configuration set is chosen here."""
    for chosen in assembly.resources(DEFAULT_SET):
        identity, owner = chosen.get("Identity"), chosen.get("ConfigurationSet").names(CONFIGURATION_SET)
        if owner is not None and identity_named_by(identity) is None:
            name = readable(identity.text) or "known at deployment"
            kind = Kind.ADDRESS if "@" in name else Kind.DOMAIN
            key = flow.part(Part(f"identity\n{name}", kind, name, "not in these templates", (), (chosen,)))
            flow.arrow(Arrow(key, key_of(owner), Carries.MAIL))


def _outside_set(shape: str, title: str) -> Part:
    return Part(f"set\n{shape}", Kind.CONFIGURATION_SET, title, "not in these templates")


def _recipients() -> Part:
    return Part(RECIPIENTS, Kind.PEOPLE, "Recipients", "the mail itself")


def _publication(rows: list[Row]) -> dict[str, str]:
    """What a domain's DNS still needs, in words, by domain."""
    found: dict[str, str] = {}
    for domain, own in groupby(rows, key=lambda row: row.domain):
        states = [row.state for row in own]
        missing = sum(state is State.NOWHERE for state in states)
        by_hand = sum(state is State.BY_HAND for state in states)
        if missing:
            found[domain] = f"{counted(missing, 'DNS record')} not here"
        elif by_hand:
            found[domain] = f"{counted(by_hand, 'DNS record')} by hand"
        else:
            found[domain] = f"{counted(len(states), 'DNS record')} published"
    return found


def _identity(identity: Resource, policy: str, published: str) -> Part:
    title = readable(identity.get("EmailIdentity").text) or label_of(identity)
    address = is_address(identity)
    facts = [Fact("Signed with", _signature(identity))]
    mail_from = mail_from_of(identity)
    facts.append(Fact("Bounces come back to", mail_from or "an amazonses.com domain (no MAIL FROM domain)"))
    if policy:
        facts.append(Fact("DMARC policy", policy))
    if identity.get("FeedbackAttributes.EmailForwardingEnabled").flag is False:
        facts.append(Fact("Bounces by e-mail", "off"))
    facts.append(Fact("When the stack is deleted", "kept" if identity.is_kept else "deleted"))
    kind = Kind.ADDRESS if address else Kind.DOMAIN
    line = "confirmed by a click" if address else published
    return Part(key_of(identity), kind, title, line, tuple(facts), (identity,))


def _signature(identity: Resource) -> str:
    if identity.get("DkimAttributes.SigningEnabled").flag is False:
        return "nothing: DKIM is off"
    chosen = signing_of(identity)
    region = readable(chosen.get("Region").text) if chosen is not None else ""
    if region:
        return f"the DKIM key of {region}"
    if chosen is not None or identity.get("DkimSigningAttributes.DomainSigningPrivateKey").present:
        return "a DKIM key of your own"
    length = identity.get("DkimSigningAttributes.NextSigningKeyLength").literal or ""
    bits = "".join(letter for letter in length.removeprefix("RSA_") if letter.isdigit())
    return f"Easy DKIM, {bits} bits" if bits else "Easy DKIM"


def _add_sets(flow: FlowBuilder, assembly: Assembly) -> None:
    for one in assembly.resources(CONFIGURATION_SET):
        off = one.get("SendingOptions.SendingEnabled").flag is False
        tls = one.get("DeliveryOptions.TlsPolicy").literal == "REQUIRE"
        line = "sending is off" if off else "TLS required" if tls else "TLS if the receiver can"
        key = flow.part(
            Part(key_of(one), Kind.CONFIGURATION_SET, name_of(one), line, tuple(_settings(one)), (one,))
        )
        flow.arrow(Arrow(key, flow.part(_recipients()), Carries.MAIL, off=off))


def _settings(one: Resource) -> Iterator[Fact]:
    if one.get("SendingOptions.SendingEnabled").flag is False:
        yield Fact("Sending", "off")
    tls = one.get("DeliveryOptions.TlsPolicy").literal
    yield Fact("Encryption on the way", "required" if tls == "REQUIRE" else "if the receiver offers it")
    reasons = one.get("SuppressionOptions.SuppressedReasons")
    if reasons.absent:
        yield Fact("Addresses that bounced or complained", "as the account says")
    else:
        words = event_words(reason.lower() for reason in reasons.literals)
        yield Fact("Never again to addresses after", words or "nothing: mail goes out regardless")
    watched = one.get("ReputationOptions.ReputationMetricsEnabled").flag
    yield Fact("Bounce and complaint rates", "measured" if watched else "not measured for this stream")
    tracking = one.get("TrackingOptions.CustomRedirectDomain")
    if tracking.present:
        yield Fact("Links are tracked through", readable(tracking.text))
    pool = one.get("DeliveryOptions.SendingPoolName")
    if pool.present:
        yield Fact("Sent from the IP pool", readable(pool.text))
    seconds = one.get("DeliveryOptions.MaxDeliverySeconds").number
    if seconds is not None:
        yield Fact("Given up after", counted(round(seconds), "second"))


def _add_destination(flow: FlowBuilder, assembly: Assembly, destination: Destination) -> None:
    named = destination.resource.get("ConfigurationSetName")
    owner = named.names(CONFIGURATION_SET)
    start = key_of(owner) if owner is not None else flow.part(_outside_set(named.shape, tail_of(named)))
    says = event_words(destination.events) or "events known at deployment"
    off = destination.is_off
    for name in destination.targets:
        key, resource = _target(flow, destination, name)
        flow.arrow(Arrow(start, key, Carries.EVENTS, says, off))
        if name == "EventBridgeDestination":
            add_bus_rules(flow, assembly, key, resource)
        else:
            add_consumers(flow, assembly, key, resource)
    if owner is not None:
        state = " (off)" if off else ""
        where = joined(_short(destination, name) for name in destination.targets) or "nowhere"
        told = Fact(f"Tells {where}{state}", says)
        flow.part(Part(start, Kind.CONFIGURATION_SET, "", facts=(told,), resources=(destination.resource,)))


def _short(destination: Destination, name: str) -> str:
    path = TARGETS[name]
    return target_part(destination.settings.get(f"{name}.{path}"))[0].title if path else "CloudWatch"


def _target(flow: FlowBuilder, destination: Destination, name: str) -> tuple[str, Resource | None]:
    path = TARGETS[name]
    if not path:
        return flow.part(_metrics(destination)), None
    value = destination.settings.get(f"{name}.{path}")
    part, resource = target_part(value, Kind.TOPIC if name == "SnsDestination" else Kind.OTHER)
    nearly_all = len(destination.events) >= _MOST_EVENTS
    line = "nearly everything" if nearly_all else event_words(destination.events, most=2)
    key = flow.part(Part(part.key, part.kind, part.title, line, (), (*part.resources, destination.resource)))
    return key, resource


def _metrics(destination: Destination) -> Part:
    given = destination.settings.get("CloudWatchDestination.DimensionConfigurations").items
    names = [one.get("DimensionName").literal or "a dimension" for one in given]
    facts = (Fact("Counted by", joined(names) or "nothing"),)
    return Part(_METRICS, Kind.METRICS, "CloudWatch", "counts of events", facts, (destination.resource,))


def _add_senders(flow: FlowBuilder, assembly: Assembly) -> None:
    for grant in grants(assembly):
        for resource in grant.over:
            if resource.type != IDENTITY:
                continue
            for who in grant.who:
                key = flow.part(Part(who.key, Kind.SENDER, who.name, who.kind, (), who.resources))
                flow.arrow(Arrow(key, key_of(resource), Carries.ACCESS))
