"""A configuration set that something else made."""

from __future__ import annotations

import jsii
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import names
from ses_constructs.shared import is_known, located
from ses_constructs.shared.setting_types import checks_types

from .event_rules import EventRules
from .grants import Grants
from .metrics import Metrics

_PARTS_OF_AN_ARN = 5
"""Before the resource: arn, partition, service, region, account."""


@checks_types
@jsii.implements(ses.IConfigurationSet)
class ImportedConfigurationSet(EventRules, Metrics, Grants):
    """A configuration set of this account and region that exists; creates nothing by itself.

    Made by ``ConfigurationSet.from_configuration_set_name`` and ``from_configuration_set_arn``. Destinations that
    it has already are not known here: the ``on_*`` methods add one to the event bus, ``metric_*`` check nothing.

    Args:
        name: Of the set. May be a token.

    Raises:
        InvalidSettingError: for a name that no set has.
    """

    def __init__(self, scope: Construct, id: str, *, name: str) -> None:
        with located(scope, id):
            check_name(name)
        super().__init__(scope, id)
        self._name = name

    @property
    def configuration_set_name(self) -> str:
        """The name that senders give."""
        return self._name

    @property
    def configuration_set_ref(self) -> refs.ConfigurationSetReference:
        """How other resources refer to it."""
        return refs.ConfigurationSetReference(configuration_set_name=self._name)

    @property
    def destinations_are_known(self) -> bool:
        """False: it may have destinations of somebody else's."""
        return False

    def _portable_arn(self) -> str:
        return self._arn(self._name if is_known(self._name) else "*")


def check_name(name: str | None) -> None:
    """Refuses a name that SES refuses.

    Raises:
        InvalidSettingError: says which characters it may have.
    """
    if name is not None and is_known(name) and names.CONFIGURATION_SET.fullmatch(name) is None:
        raise InvalidSettingError(
            "configuration_set_name",
            name,
            "is no name SES takes",
            fix="use up to 64 letters, digits, '-' and '_', or leave it out for a generated name",
        )


def name_in_arn(arn: str, *, region: str) -> str:
    """The name of the configuration set that an ARN is of.

    Args:
        arn: Known.
        region: Where the set is to be used; may be a token.

    Raises:
        InvalidSettingError: for another ARN, or one of another region.
    """
    head, _, name = arn.partition(":configuration-set/")
    parts = head.split(":")
    if not name or len(parts) != _PARTS_OF_AN_ARN or parts[0] != "arn":
        raise InvalidSettingError(
            "configuration_set_arn",
            arn,
            "is no ARN of a configuration set",
            fix="give one like arn:aws:ses:eu-west-1:111122223333:configuration-set/Receipts",
        )
    if is_known(region) and is_known(parts[3]) and parts[3] != region:
        raise InvalidSettingError(
            "configuration_set_arn",
            arn,
            f"is of another region than the stack ({region}), and SES uses no such set",
            fix="give the ARN of a set of the stack's region, or make one there",
        )
    return name
