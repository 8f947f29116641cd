"""One thing that a guard watches: its name, its metrics' dimensions, and whether its set is fit for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as ses_refs
from constructs import Construct, IValidation

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import metrics, permissions
from ses_constructs.shared import Aws, is_known

from .guard_scope import GuardScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The account, one configuration set, or the tenant that sends with a set.

    Args:
        id: Id of the construct that holds its alarms.
        name: What the resume function calls it: ``account``, or the name of the set or the tenant.
        title: What people call it.
        dimensions: Of its reputation metrics; the account's have none.
        arn: Of the set. ``None`` for the account, whose actions have no resource type.
        set_name: Of the set; empty for the account.
        tenant_arn: Of the tenant that is paused in the set's place.
    """

    id: str
    name: str
    title: str
    dimensions: dict[str, str]
    arn: str | None
    set_name: str = ""
    tenant_arn: str | None = None

    @property
    def is_account(self) -> bool:
        """The account as a whole, not a configuration set."""
        return self.arn is None


def watched_by(guard: Construct, watch: GuardScope) -> list[Watched]:
    """What a guard watches, each set checked, in the order given."""
    aws = Aws.of(guard)
    if watch.whole_account:
        return [Watched(id="Account", name="account", title="the account", dimensions={}, arn=None)]
    sets = [_watched_set(guard, one, aws) for one in watch.sets]
    guard.node.add_validation(_Unswitched(watch.sets))
    return [_with_tenant(one, tenant) for one, tenant in zip(sets, watch.tenant_of, strict=True)]


def _with_tenant(watched: Watched, tenant: ses_refs.ITenantRef | None) -> Watched:
    if tenant is None:
        return watched
    name = tenant.tenant_ref.tenant_name
    arn = tenant.tenant_ref.tenant_arn
    return replace(watched, name=name, title=f"tenant {name}", tenant_arn=arn)


def _watched_set(guard: Construct, configuration_set: ses_refs.IConfigurationSetRef, aws: Aws) -> Watched:
    path = configuration_set.node.path
    check_region(configuration_set, path, aws)
    _check_settings(guard, configuration_set, path)
    name = configuration_set.configuration_set_ref.configuration_set_name
    return Watched(
        id=path_id(configuration_set, path, aws),
        name=name,
        title=f"configuration set {name}",
        dimensions={metrics.CONFIGURATION_SET_DIMENSION: name},
        set_name=name,
        arn=permissions.configuration_set_arn(
            partition=aws.partition, region=aws.region, account=aws.account, name=name
        ),
    )


def path_id(configuration_set: ses_refs.IConfigurationSetRef, path: str, aws: Aws) -> str:
    """The set's path, so that ids stay when sets are added; without the stack where that goes without saying."""
    if Aws.of(configuration_set).stack is aws.stack:
        path = path.removeprefix(f"{aws.stack.node.path}/")
    return path.replace("/", ".")


def check_region(configuration_set: ses_refs.IConfigurationSetRef, path: str, aws: Aws) -> None:
    region = configuration_set.env.region
    if is_known(region) and is_known(aws.region) and region != aws.region:
        raise ConflictingSettingsError(
            f"the configuration set of {path!r} is in {region}, what watches it in {aws.region}",
            fix="watch it from its own region: metrics, alarms and pauses end at the region",
        )


def _check_settings(guard: Construct, configuration_set: ses_refs.IConfigurationSetRef, path: str) -> None:
    template = _resource(configuration_set)
    if template is None:
        _warn_of_unknown_metrics(guard, path)
        return
    if template.sending_options is not None:
        raise _switched(path)
    enabled = _reputation_metrics(template)
    if enabled is None or enabled is False:
        raise InvalidSettingError(
            "reputation_metrics",
            enabled,
            f"leaves the configuration set of {path!r} without bounce and complaint rates: its alarms would sleep",
            fix="write reputation_metrics=True; neither SES nor CloudFormation turns them on by themselves",
        )
    if enabled is not True:
        _warn_of_unknown_metrics(guard, path)


def _switched(path: str) -> ConflictingSettingsError:
    return ConflictingSettingsError(
        f"the configuration set of {path!r} has sending_enabled in its template: "
        "a later deployment could undo a pause without a word",
        fix="leave sending_enabled (SendingOptions) out; SES starts a set as enabled",
    )


@jsii.implements(IValidation)
class _Unswitched:
    """Looks again when the app is synthesized: a set may have been changed after its guard was made."""

    def __init__(self, sets: Sequence[ses_refs.IConfigurationSetRef]) -> None:
        self._sets = sets

    def validate(self) -> list[str]:
        """What is wrong; CDK asks for it when it synthesizes."""
        found = [(one, _resource(one)) for one in self._sets]
        return [
            str(_switched(one.node.path))
            for one, template in found
            if template is not None and template.sending_options is not None
        ]


def _reputation_metrics(template: ses.CfnConfigurationSet) -> bool | cdk.IResolvable | None:
    options = template.reputation_options
    if isinstance(options, ses.CfnConfigurationSet.ReputationOptionsProperty):
        enabled: bool | cdk.IResolvable | None = options.reputation_metrics_enabled
        return enabled
    return options


def _resource(configuration_set: ses_refs.IConfigurationSetRef) -> ses.CfnConfigurationSet | None:
    if isinstance(configuration_set, ses.CfnConfigurationSet):
        return configuration_set
    child = configuration_set.node.default_child
    return child if isinstance(child, ses.CfnConfigurationSet) else None


def _warn_of_unknown_metrics(guard: Construct, path: str) -> None:
    cdk.Annotations.of(guard).add_warning_v2(
        "ses-constructs:reputation-metrics-unknown",
        f"whether the configuration set of {path!r} has its reputation metrics on cannot be seen here; without "
        "them the guard never fires. Check: aws sesv2 get-configuration-set --configuration-set-name <name>",
    )
