"""How mail is sent, and where its events go."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts import names, quotas
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.tags import check_tags

from .address_validation import AddressValidation
from .event_rules import EventRules
from .grants import Grants
from .imported_configuration_set import ImportedConfigurationSet, check_name, name_in_arn
from .metrics import Metrics
from .sending_pool import SendingPool
from .suppression import Suppression
from .tracking_domain import TrackingDomain
from .tracking_use import TrackingUse
from .vdm_overrides import VdmOverrides


@checks_types
class ConfigurationSet(ses.ConfigurationSet, EventRules, Metrics, Grants):
    """A configuration set with the safe settings written into the template.

    Creates: ``AWS::SES::ConfigurationSet``; with :meth:`add_destination` one
    ``AWS::SES::ConfigurationSetEventDestination`` each, and what its target needs.
    Costs: reputation metrics and CloudWatch destinations are billed as custom metrics.

    It is an ``aws_ses.ConfigurationSet`` and goes wherever the CDK asks for one.

    >>> receipts = ConfigurationSet(stack, "Receipts")
    >>> receipts.add_destination("Bus", Destination.event_bus(), events=[Event.BOUNCE, Event.COMPLAINT]).node.id
    'Bus'

    Whether sending is enabled is not a setting: the template would undo a pause at the next deployment.

    Args:
        configuration_set_name: Up to 64 letters, digits, ``-`` and ``_``. Left out: CloudFormation names it.
        require_tls: Delivers over TLS only; a receiver without TLS does not get the mail. Left out: true.
        reputation_metrics: Publishes ``Reputation.*`` metrics of this set, which alarms that pause it need.
            Left out: true. (aws_ses writes nothing, and SES's own default is false.)
        suppression: Left out: addresses that bounced for good or complained get no more mail.
        address_validation: Whether SES holds mail back from addresses it does not trust. Left out: as the account
            does.
        max_delivery_duration: How long SES tries, from 5 minutes to 14 hours. Left out: SES decides (14 hours).
        sending_pool: From which IP addresses mail leaves. Left out: from dedicated ones that are in no pool if the
            account has any, else from shared ones.
        vdm_overrides: What this set does otherwise than the account's Virtual Deliverability Manager. Left out:
            nothing.
        tracking: The domain of tracked links and pixels. Left out: one of Amazon's. A warning says when nothing
            publishes opens or clicks.
        archive_arn: The Mail Manager archive that keeps all mail that is sent with this set. Left out: none.
        tags: At most 50. Left out: none but those of the stack.
        removal_policy: Left out: RETAIN, but a first deployment that fails takes the set back. An identity that
            outlives its stack, and names a set that did not, has all its mail refused.

    Raises:
        InvalidSettingError: for a name, a duration, an archive or tags that SES refuses, or for SNAPSHOT.

    Guide: Using configuration sets in Amazon SES.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        configuration_set_name: str | None = None,
        require_tls: bool = True,
        reputation_metrics: bool = True,
        suppression: Suppression | None = None,
        address_validation: AddressValidation | None = None,
        max_delivery_duration: cdk.Duration | None = None,
        sending_pool: SendingPool | None = None,
        vdm_overrides: VdmOverrides | None = None,
        tracking: TrackingDomain | None = None,
        archive_arn: str | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN,
    ) -> None:
        with located(scope, id):
            check_name(configuration_set_name)
            _check_duration(max_delivery_duration)
            _check_archive(archive_arn)
            check_removal(removal_policy)
            check_tags(tags if tags is not None else {})
        suppression = suppression if suppression is not None else Suppression.of()
        validation = address_validation if address_validation is not None else AddressValidation.inherit()
        tls = ses.ConfigurationSetTlsPolicy
        super().__init__(
            scope,
            id,
            configuration_set_name=configuration_set_name,
            tls_policy=tls.REQUIRE if require_tls else tls.OPTIONAL,
            reputation_metrics=reputation_metrics,
            suppression_reasons=suppression.reasons,
            disable_suppression_list=suppression.disabled,
            auto_validation_threshold=validation.threshold,
            disable_auto_validation=validation.disabled,
            max_delivery_duration=max_delivery_duration,
            vdm_options=vdm_overrides.options if vdm_overrides is not None else None,
            custom_tracking_redirect_domain=tracking.domain_name if tracking is not None else None,
            custom_tracking_https_policy=tracking.https_policy if tracking is not None else None,
        )
        apply_removal(self, removal_policy)
        self._given_name = configuration_set_name
        self._reputation_metrics = reputation_metrics
        self._add_what_aws_ses_lacks(sending_pool, archive_arn, tags)
        if tracking is not None:
            self._wait_for(tracking)
            if vdm_overrides is None or vdm_overrides.engagement_metrics is not True:
                self.node.add_validation(TrackingUse(self))

    @classmethod
    def from_configuration_set_name(
        cls, scope: Construct, id: str, configuration_set_name: str
    ) -> ImportedConfigurationSet:
        """A configuration set of this account and region that something else made.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            configuration_set_name: May be a token.

        Raises:
            InvalidSettingError: for a name that no set has.
        """
        return ImportedConfigurationSet(scope, id, name=configuration_set_name)

    @classmethod
    def from_configuration_set_arn(
        cls, scope: Construct, id: str, configuration_set_arn: str
    ) -> ImportedConfigurationSet:
        """The same by its ARN, which must be of the stack's region: SES uses no other sets.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            configuration_set_arn: May be a token.

        Raises:
            InvalidSettingError: for another ARN, or one of another region.
        """
        if not is_known(configuration_set_arn):
            name = cdk.Fn.select(1, cdk.Fn.split("/", configuration_set_arn))
            return ImportedConfigurationSet(scope, id, name=name)
        with located(scope, id):
            name = name_in_arn(configuration_set_arn, region=Aws.of(scope).region)
        return ImportedConfigurationSet(scope, id, name=name)

    @property
    def _publishes_reputation(self) -> bool:
        return self._reputation_metrics

    def _portable_arn(self) -> str:
        return self._arn(self._given_name if self._given_name is not None else "*")

    def _wait_for(self, tracking: TrackingDomain) -> None:
        if tracking.set_up:
            self.node.add_dependency(*tracking.set_up)

    def _add_what_aws_ses_lacks(
        self, sending_pool: SendingPool | None, archive_arn: str | None, tags: Mapping[str, str] | None
    ) -> None:
        if sending_pool is None and archive_arn is None and not tags:
            return
        resource = self.node.default_child
        assert isinstance(resource, ses.CfnConfigurationSet)
        if sending_pool is not None:
            resource.add_property_override("DeliveryOptions.SendingPoolName", sending_pool.name)
        if archive_arn is not None:
            resource.archiving_options = ses.CfnConfigurationSet.ArchivingOptionsProperty(archive_arn=archive_arn)
        for key, value in (tags or {}).items():
            resource.cdk_tag_manager.set_tag(key, value)


def _check_duration(duration: cdk.Duration | None) -> None:
    if duration is None:
        return
    if duration.is_unresolved():
        raise InvalidSettingError(
            "max_delivery_duration",
            duration,
            "is a value that only the deployment knows",
            fix="give a time such as Duration.hours(1)",
        )
    seconds = duration.to_seconds()
    if not quotas.SHORTEST_DELIVERY_SECONDS <= seconds <= quotas.LONGEST_DELIVERY_SECONDS:
        raise InvalidSettingError(
            "max_delivery_duration",
            f"{seconds:g} seconds",
            "is not from 5 minutes to 14 hours",
            fix="give a time from Duration.minutes(5) to Duration.hours(14), or leave it out",
        )


def _check_archive(arn: str | None) -> None:
    if arn is not None and is_known(arn) and names.MAIL_MANAGER_ARCHIVE_ARN.fullmatch(arn) is None:
        raise InvalidSettingError(
            "archive_arn",
            arn,
            "is no ARN of a Mail Manager archive",
            fix="give the ArchiveArn attribute of an AWS::SES::MailManagerArchive",
        )
