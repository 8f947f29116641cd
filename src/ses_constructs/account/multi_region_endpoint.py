"""A global endpoint: mail goes out by two regions, and by the other when one is impaired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError, UnavailableInRegionError
from ses_constructs.facts import names, permissions, regions
from ses_constructs.facts.permissions import SendForm
from ses_constructs.shared import Aws, Provider, is_known, located
from ses_constructs.shared.removal import check_removal
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.tags import check_tags

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_SEE = "Global endpoints"
_LONGEST_MINUTES = 55
"""CloudFormation gives a custom resource an hour, and the last look takes some of it."""
_WHY_ALL = "one policy for every global endpoint of the stack; it only reads"


@checks_types
class MultiRegionEndpoint(ses.CfnMultiRegionEndpoint):
    """A global endpoint between the stack's region and another one.

    Creates: ``AWS::SES::MultiRegionEndpoint``, and a custom resource that waits until it is ready.
    Waits: minutes, at most ``timeout``. The first one of an account makes a service-linked role, which whoever
    deploys must be allowed to (``iam:CreateServiceLinkedRole``).

    Both regions take mail in equal shares. Whatever a message names must be in both, with the same name: the
    verified identity, the configuration set, the template; ``patterns.GlobalSender`` makes them. Each region has
    its own suppression list, quota and production access.

    A request names ``endpoint_id``, and is signed for all regions (SigV4A): with boto3 that needs
    ``pip install 'boto3[crt]'``. SMTP does not know global endpoints.

    Args:
        endpoint_name: Up to 64 letters, digits, ``-`` and ``_``. With another one, or another region, the endpoint
            is replaced and gets another id.
        second_region: Such as ``eu-west-1``, as text.
        timeout: How long the deployment waits, from 1 to 55 minutes. Left out: 20.
        tags: At most 50. Left out: none but those of the stack.
        removal_policy: Left out: DESTROY; an endpoint holds no mail and no reputation.

    Raises:
        InvalidSettingError: for a name, a time or tags that SES refuses, a region given as a token, or SNAPSHOT.
        ConflictingSettingsError: when both regions are one.
        UnavailableInRegionError: when a region is known to have no SES.

    API: ``CreateMultiRegionEndpoint``; schema of ``AWS::SES::MultiRegionEndpoint``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint_name: str,
        second_region: str,
        timeout: cdk.Duration | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        aws = Aws.of(scope)
        with located(scope, id):
            _check_name(endpoint_name)
            _check_regions(aws.region, second_region)
            minutes = _checked_minutes(timeout)
            check_tags(tags if tags is not None else {})
            check_removal(removal_policy)
        route = ses.CfnMultiRegionEndpoint.RouteDetailsItemsProperty(region=second_region)
        super().__init__(
            scope,
            id,
            endpoint_name=endpoint_name,
            details=ses.CfnMultiRegionEndpoint.DetailsProperty(route_details=[route]),
            tags=None if not tags else [cdk.CfnTag(key=key, value=value) for key, value in tags.items()],
        )
        self.apply_removal_policy(removal_policy)
        aws.covers(self)
        self.second_region = second_region
        """The other region."""
        self.ready: cdk.CustomResource = self._wait(minutes)
        """Depend on it to come after the endpoint is ready."""
        self.endpoint_id: str = self.ready.get_att_string("EndpointId")
        """What a request names as ``EndpointId``; a token."""

    def grant_send(
        self,
        grantee: iam.IGrantable,
        *,
        identity: str,
        configuration_sets: Sequence[str] = (),
        templates: Sequence[str] | None = None,
        forms: Sequence[SendForm] = (SendForm.FORMATTED,),
    ) -> iam.Grant:
        """Lets the grantee send by this endpoint, from either region, and not without it.

        Args:
            grantee: A role, a function, a user.
            identity: A domain or an address of both regions.
            configuration_sets: Names of sets of both regions. Left out: none.
            templates: Names of templates of both regions, for the forms that use them. Left out: all.
            forms: Of ``FORMATTED``, ``TEMPLATED`` and ``BULK``. Raw messages cannot be tied to an endpoint, since
                their action does not know it: ``grant_send()`` of the identity allows them. Left out: formatted.

        Raises:
            InvalidSettingError: for a form whose action knows no endpoint, or for none.

        Source: AWS service reference, ``ses:MultiRegionEndpointId``.
        """
        from aws_cdk import aws_iam as iam

        with located(self):
            actions = _actions(forms)
        names_of = {"identity": [identity], "configuration-set": [*configuration_sets]}
        if permissions.WITH_TEMPLATE & set(forms):
            names_of["template"] = ["*"] if templates is None else [*templates]
        resources = self._in_both_regions(names_of)
        if "*" in names_of.get("template", []):
            self._acknowledge(grantee)
        return iam.Grant.add_to_principal(
            grantee=grantee,
            actions=actions,
            resource_arns=resources,
            conditions={"StringEquals": {permissions.MULTI_REGION_ENDPOINT_ID: self.endpoint_id}},
        )

    def _in_both_regions(self, names_of: Mapping[str, Sequence[str]]) -> list[str]:
        aws = Aws.of(self)
        return [
            f"arn:{aws.partition}:ses:{region}:{aws.account}:{kind}/{name}"
            for region in (aws.region, self.second_region)
            for kind, listed in names_of.items()
            for name in listed
        ]

    def _acknowledge(self, grantee: iam.IGrantable) -> None:
        from ses_constructs.access.acknowledging import acknowledge

        for arn in self._in_both_regions({"template": ["*"]}):
            acknowledge(
                grantee, arn, "no template was named: the sender may use all of the account in both regions"
            )

    def _wait(self, minutes: int) -> cdk.CustomResource:
        provider = Provider.of(self)
        made = cdk.CustomResource(
            self,
            "Ready",
            service_token=provider.function.function_arn,
            resource_type="Custom::SesReadyEndpoint",
            properties={"EndpointName": self.ref, "Minutes": str(minutes)},
        )
        made.node.add_dependency(_permission(provider, Aws.of(self)))
        return made


def _permission(provider: Provider, aws: Aws) -> Construct:
    from aws_cdk import aws_iam as iam

    every = aws.arn("ses", "multi-region-endpoint/*")
    itself = provider.function.function_arn
    return provider.permission(
        "ReadyEndpoints",
        [
            iam.PolicyStatement(actions=["ses:GetMultiRegionEndpoint"], resources=[every]),
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[itself]),
        ],
        wildcards={every: _WHY_ALL},
    )


def _actions(forms: Sequence[SendForm]) -> list[str]:
    known = [form for form in dict.fromkeys(forms) if form in permissions.BY_ENDPOINT]
    if not known or len(known) < len(set(forms)):
        raise InvalidSettingError(
            "forms",
            tuple(str(form) for form in forms),
            "are not forms that a global endpoint takes",
            fix="give SendForm.FORMATTED, SendForm.TEMPLATED or SendForm.BULK",
            see=_SEE,
        )
    return list(dict.fromkeys(permissions.BY_ENDPOINT[form] for form in known))


def _check_name(name: str) -> None:
    if is_known(name) and names.MULTI_REGION_ENDPOINT.fullmatch(name) is None:
        raise InvalidSettingError(
            "endpoint_name",
            name,
            "is no name of a global endpoint",
            fix="use up to 64 letters, digits, '-' and '_'",
        )


def _check_regions(home: str, second: str) -> None:
    if not is_known(second):
        raise InvalidSettingError(
            "second_region", second, "is a value that only the deployment knows", fix="give it as text", see=_SEE
        )
    if second == home:
        raise ConflictingSettingsError(
            f"second_region={second!r} is the region of the stack", fix="give another region", see=_SEE
        )
    for region in (home, second):
        if region in regions.WITHOUT_SES:
            raise UnavailableInRegionError(
                f"CloudFormation has no Amazon SES in {region}", fix="choose another region", see=_SEE
            )


def _checked_minutes(timeout: cdk.Duration | None) -> int:
    if timeout is None:
        return 20
    minutes = 0 if timeout.is_unresolved() else int(timeout.to_minutes(integral=False))
    if not 1 <= minutes <= _LONGEST_MINUTES:
        raise InvalidSettingError(
            "timeout",
            timeout.to_string(),
            f"is not from 1 to {_LONGEST_MINUTES} minutes",
            fix="give a time such as Duration.minutes(20)",
        )
    return minutes
