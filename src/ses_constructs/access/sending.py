"""The permission to send: identity, configuration sets, templates, forms and limits in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import permissions
from ses_constructs.facts.permissions import SendForm
from ses_constructs.shared import Aws

from .acknowledging import acknowledge_all_of
from .send_limits import SendLimits

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

DEFAULT_FORMS: tuple[SendForm, ...] = (SendForm.FORMATTED, SendForm.RAW)
_ALL_TEMPLATES = "no template was named: the sender may use all of this account and region"
_ALL_RECIPIENTS = "in the sandbox SES checks the recipients' identities too; the From address is limited instead"


def grant_send(
    grantee: iam.IGrantable,
    *,
    aws: Aws,
    identity: str,
    configuration_sets: Sequence[str] = (),
    templates: Sequence[str] | None = None,
    forms: Sequence[SendForm] = DEFAULT_FORMS,
    limits: SendLimits | None = None,
    sandbox: bool = False,
) -> iam.Grant:
    """Lets the grantee send from an identity of this account and region.

    Args:
        identity: A domain or an address.
        configuration_sets: Names of the sets that the mail uses; SES checks the identity and the set.
        templates: Names of the templates. Left out: all of this account and region.
        forms: Left out: formatted and raw.
        limits: Left out: none.
        sandbox: True while the account is in the sandbox, where SES checks the identities of recipients too:
            allows them all, and only From addresses of this identity.

    Raises:
        InvalidSettingError: when no form is given.
        ConflictingSettingsError: when a form does not support a limit.
    """
    from aws_cdk import aws_iam as iam

    if not forms:
        raise InvalidSettingError("forms", forms, "would allow nothing", fix="give a form, or leave it out")
    if sandbox:
        limits = _limited_to(identity, limits, forms)
    stem = {"partition": aws.partition, "region": aws.region, "account": aws.account}
    identities = [permissions.identity_arn(**stem, identity="*" if sandbox else identity)]
    sets = [permissions.configuration_set_arn(**stem, name=name) for name in configuration_sets]
    named = ["*"] if templates is None else templates
    template_arns = [permissions.template_arn(**stem, name=name) for name in named]
    grants: dict[tuple[str, ...], list[str]] = {}
    for form in forms:
        if limits is not None:
            limits.check_form(form)
        resources = [
            *identities,
            *(sets if form in permissions.WITH_CONFIGURATION_SET else []),
            *(template_arns if form in permissions.WITH_TEMPLATE else []),
        ]
        grants.setdefault(tuple(resources), []).extend(permissions.ACTIONS_OF[form])
    made = [
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=list(dict.fromkeys(actions)),
            resource_arns=list(resources),
            conditions=limits.conditions() if limits is not None else None,
        )
        for resources, actions in grants.items()
    ]
    any_template = templates is None and any(form in permissions.WITH_TEMPLATE for form in forms)
    if any_template:
        acknowledge_all_of(grantee, aws, "template", _ALL_TEMPLATES)
    if sandbox:
        acknowledge_all_of(grantee, aws, "identity", _ALL_RECIPIENTS)
    whole = made[0]
    for one in made[1:]:
        whole = whole.combine(one)
    return whole


def _limited_to(identity: str, limits: SendLimits | None, forms: Sequence[SendForm]) -> SendLimits:
    """The limits that keep a sender to an identity when the resources no longer do."""
    if SendForm.BULK in forms:
        raise ConflictingSettingsError(
            "sandbox=True allows the identities of all recipients, and the bulk form knows no condition that "
            "would keep the sender to this identity",
            fix="leave the bulk form out until the account has production access",
            see="Request production access",
        )
    given = limits if limits is not None else SendLimits()
    if given.from_addresses is not None:
        return given
    return replace(given, from_addresses=(identity if "@" in identity else f"*@{identity}",))
