"""Whether an AWS service may do something, by the policies that MiniStack keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ministack.core import iam_evaluator

from ses_constructs.local.world import Place

Policy = str | dict[str, object] | None
Keys = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class ServiceCaller:
    """An AWS service that acts for one of its resources."""

    principal: str
    place: Place
    source_arn: str

    def allowed_by(self, policy: Policy, *, action: str, resource: str, keys: Keys | None = None) -> bool:
        """Whether a resource policy (or a role's trust policy) lets the service in; ``keys`` are of conditions."""
        if not policy:
            return False
        # Services call over TLS and are no principal of the account.
        context = iam_evaluator.EvalContext(
            principal_arn=self.principal,
            principal_type="Service",
            principal_account="",
            action=action,
            resource_arn=resource,
            region=self.place.region,
            secure_transport=True,
            service_context={
                "aws:sourcearn": self.source_arn,
                "aws:sourceaccount": self.place.account,
                "aws:sourceowner": self.place.account,
                "aws:referer": self.place.account,
                "aws:principalisawsservice": "true",
                "aws:principalservicename": self.principal,
                **_lower(keys),
            },
        )
        result = iam_evaluator.evaluate_resource_policy(policy, context, service=self.principal)
        return bool(result.decision == "Allow")


def role_may(role_name: str, place: Place, *, action: str, resource: str, keys: Keys | None = None) -> bool:
    """Whether the identity policies of a role allow an action; ``keys`` are of conditions."""
    context = iam_evaluator.EvalContext(
        principal_arn=f"arn:{place.partition}:iam::{place.account}:role/{role_name}",
        principal_type="AssumedRole",
        principal_account=place.account,
        action=action,
        resource_arn=resource,
        region=place.region,
        secure_transport=True,
        service_context=_lower(keys),
    )
    policies = iam_evaluator._gather_role_policies(role_name, place.account)
    return bool(iam_evaluator.evaluate(context, policies).decision == "Allow")


def _lower(keys: Keys | None) -> dict[str, str | list[str]]:
    """Names of condition keys as the evaluator looks them up."""
    return {name.lower(): value for name, value in (keys or {}).items()}
