"""How do I keep my newsletter from delaying or harming my receipts?"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.configuration_sets import (
    DEFAULT_EVENTS,
    AutoTag,
    ConfigurationSet,
    DefaultConfigurationSet,
    Destination,
    Dimension,
    Event,
    SendingPool,
    VdmOverrides,
)


class MarketingAndTransactional(cdk.Stack):
    """Two configuration sets: receipts that nothing holds up, and a newsletter that is counted."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        # readme: start
        receipts = ConfigurationSet(
            self,
            "Receipts",
            max_delivery_duration=cdk.Duration.hours(1),
            sending_pool=SendingPool.shared(),
            vdm_overrides=VdmOverrides.transactional(),
            tags={"stream": "transactional"},
        )
        by_set = Dimension.auto_tag(AutoTag.CONFIGURATION_SET)
        receipts.add_destination("Metrics", Destination.metrics(by_set))

        newsletter = ConfigurationSet(
            self,
            "Newsletter",
            sending_pool=SendingPool.of(ses.DedicatedIpPool(self, "Pool", scaling_mode=ses.ScalingMode.MANAGED)),
            vdm_overrides=VdmOverrides.marketing(),
            tags={"stream": "marketing"},
        )
        campaign = Dimension.message_tag("campaign", default="none")
        counted = [*DEFAULT_EVENTS, Event.OPEN, Event.CLICK]
        newsletter.add_metrics("Metrics", [by_set], [campaign], events=counted)
        newsletter.metric(Event.COMPLAINT, {"campaign": "spring"}).create_alarm(
            self, "SpringComplaints", threshold=5, evaluation_periods=1
        )

        # Mail from the domain, which is verified already, is a receipt unless its sender says otherwise.
        DefaultConfigurationSet(self, "Default", identity="shop.example", configuration_set=receipts)
        # readme: end
