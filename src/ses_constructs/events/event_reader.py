"""A Lambda layer that lets functions of one's own read events."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from ses_constructs.shared import located
from ses_constructs.shared.lambda_code import EVENT_READER, layer_folder
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types


@checks_types
class EventReader(lambda_.LayerVersion):
    """Puts ``ses_constructs.events`` into functions of one's own, as far as it reads events.

    Creates: a layer of a few kilobytes, for every Python runtime from 3.11 on.

    >>> reader = EventReader(stack, "Reader")
    >>> reader.node.path
    'Mail/Reader'

    A function with this layer reads what it was invoked with by ``Parcel.all_in(event)``, whatever the events came
    in, and asks the table of an event store with the keys of ``StoredEvents``.

    Args:
        removal_policy: Of the layer; functions that have it keep it in any case. Left out: DESTROY.

    Raises:
        InvalidSettingError: for SNAPSHOT.

    Guide: Contents of event data that Amazon SES publishes.
    """

    def __init__(
        self, scope: Construct, id: str, *, removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY
    ) -> None:
        with located(scope, id):
            check_removal(removal_policy)
        super().__init__(
            scope,
            id,
            code=lambda_.Code.from_asset(str(layer_folder(EVENT_READER))),
            compatible_runtimes=[
                lambda_.Runtime.PYTHON_3_11,
                lambda_.Runtime.PYTHON_3_12,
                lambda_.Runtime.PYTHON_3_13,
                lambda_.Runtime.PYTHON_3_14,
            ],
            description="Reads events of Amazon SES: from ses_constructs.events import Parcel",
            removal_policy=removal_policy,
        )
