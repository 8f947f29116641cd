"""Configuration sets: how mail is sent, and where its events are published."""

from typing import TYPE_CHECKING

from ses_constructs.facts.advice import AdviceStatus
from ses_constructs.facts.events import DEFAULT_EVENTS, AutoTag, BounceType, Event
from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .address_validation import AddressValidation
    from .configuration_set import ConfigurationSet
    from .default_configuration_set import DefaultConfigurationSet
    from .destination import Destination
    from .dimension import Dimension
    from .http_tracking_domain import HttpTrackingDomain
    from .https_tracking_domain import HttpsTrackingDomain
    from .imported_configuration_set import ImportedConfigurationSet
    from .sending_pool import SendingPool
    from .suppression import Suppression
    from .tracking_domain import TrackingDomain
    from .vdm_overrides import VdmOverrides

__all__ = [
    "DEFAULT_EVENTS",
    "AddressValidation",
    "AdviceStatus",
    "AutoTag",
    "BounceType",
    "ConfigurationSet",
    "DefaultConfigurationSet",
    "Destination",
    "Dimension",
    "Event",
    "HttpTrackingDomain",
    "HttpsTrackingDomain",
    "ImportedConfigurationSet",
    "SendingPool",
    "Suppression",
    "TrackingDomain",
    "VdmOverrides",
]
__getattr__ = on_demand(
    __name__,
    AddressValidation="address_validation",
    ConfigurationSet="configuration_set",
    DefaultConfigurationSet="default_configuration_set",
    Destination="destination",
    Dimension="dimension",
    HttpTrackingDomain="http_tracking_domain",
    HttpsTrackingDomain="https_tracking_domain",
    ImportedConfigurationSet="imported_configuration_set",
    SendingPool="sending_pool",
    Suppression="suppression",
    TrackingDomain="tracking_domain",
    VdmOverrides="vdm_overrides",
)
