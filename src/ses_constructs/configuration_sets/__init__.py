"""Configuration sets: how mail is sent, and where its events are published."""

from ses_constructs.facts.events import DEFAULT_EVENTS, Event

from .configuration_set import ConfigurationSet
from .destination import Destination
from .dimension import Dimension
from .suppression import Suppression

__all__ = ["DEFAULT_EVENTS", "ConfigurationSet", "Destination", "Dimension", "Event", "Suppression"]
