"""Everything SES keeps, one :class:`PlaceState` for each account and region."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ses_constructs.local.ses.account import Account
from ses_constructs.local.ses.bounced_later import Arrived
from ses_constructs.local.ses.configuration_set import ConfigurationSet
from ses_constructs.local.ses.documents import Document
from ses_constructs.local.ses.handed_over import HandedOver
from ses_constructs.local.ses.identity import Identity
from ses_constructs.local.ses.mail import Mail
from ses_constructs.local.ses.messages import InboundResult
from ses_constructs.local.ses.receipt_rule import RuleSet
from ses_constructs.local.ses.reputation import Counts
from ses_constructs.local.ses.suppression import Suppressed
from ses_constructs.local.world import Place, TargetRefusedError, World


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Something a target refused."""

    timestamp: datetime
    target: str
    what: str
    reason: str


@dataclass(slots=True)
class Retry:
    """Something to be tried again; ``attempt`` does that and says when to come back, ``None`` when it is over."""

    due: datetime
    attempt: Callable[[], datetime | None]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that SES took for sending."""

    message_id: str
    timestamp: datetime
    source: str
    recipients: tuple[str, ...]
    raw: bytes


@dataclass(slots=True)
class PlaceState:
    """What SES keeps for one account in one region."""

    place: Place
    world: World
    store: Store
    account: Account = field(default_factory=Account)
    counts: Counts = field(default_factory=Counts)
    identities: dict[str, Identity] = field(default_factory=dict)
    configuration_sets: dict[str, ConfigurationSet] = field(default_factory=dict)
    rule_sets: dict[str, RuleSet] = field(default_factory=dict)
    active_rule_set: str | None = None
    filters: dict[str, Document] = field(default_factory=dict)
    templates: dict[str, Document] = field(default_factory=dict)
    suppressed: dict[str, Suppressed] = field(default_factory=dict)
    # Of tenants with a list of their own, by tenant.
    suppressed_by_tenant: dict[str, dict[str, Suppressed]] = field(default_factory=dict)
    # Kinds of things that are only kept and read back (pools, tenants, Mail Manager, ...), by kind and id.
    records: dict[str, dict[str, Document]] = field(default_factory=dict)
    # Tags by ARN, of everything that can carry tags.
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    # What was sent, by message id, for what its recipients do with it later.
    mails: dict[str, Mail] = field(default_factory=dict)
    received: dict[str, Arrived] = field(default_factory=dict)
    undelivered: list[Undelivered] = field(default_factory=list)
    handed_over: list[HandedOver] = field(default_factory=list)
    # What became of the messages of ingress points, by the point's id.
    processed: list[tuple[str, InboundResult]] = field(default_factory=list)
    # Mail that a receipt rule could not bring to its target yet.
    retries: list[Retry] = field(default_factory=list)

    def now(self) -> datetime:
        """The time, in UTC."""
        return self.world.now()

    def arn(self, resource: str) -> str:
        """The ARN of something of SES here, such as ``identity/example.com``."""
        return self.place.arn("ses", resource)

    def kept(self, kind: str) -> dict[str, Document]:
        """The records of one kind."""
        return self.records.setdefault(kind, {})

    def later(self, target: str, what: str, action: Callable[[], None]) -> None:
        """Puts off a call that may run code of the user's until nobody holds the lock.

        That code may call SES again from another thread. A target that refuses is remembered, never raised.
        """

        def attempt() -> None:
            try:
                action()
            except TargetRefusedError as error:
                self.note_undelivered(target, what, str(error))

        self.store.effects.append(attempt)

    def note_undelivered(self, target: str, what: str, reason: str) -> None:
        """Remembers what a target refused."""
        self.undelivered.append(Undelivered(self.now(), target, what, reason))


class Store:
    """All places."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._places: dict[Place, PlaceState] = {}
        # Calls to the rest of AWS that wait for the lock to be released.
        self.effects: list[Callable[[], None]] = []

    def at(self, place: Place) -> PlaceState:
        """The state of a place; a place nobody used yet is fresh."""
        if place not in self._places:
            self._places[place] = PlaceState(place, self._world, self)
        return self._places[place]

    def __iter__(self) -> Iterator[PlaceState]:
        return iter(list(self._places.values()))

    def clear(self) -> None:
        """Forgets every place."""
        self._places.clear()
        self.effects.clear()

    def take_effects(self) -> list[Callable[[], None]]:
        """The waiting calls, which are then no longer waiting."""
        taken, self.effects = self.effects, []
        return taken
