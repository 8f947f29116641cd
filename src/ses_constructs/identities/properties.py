"""Settings that identities of domains and of addresses share, as the template wants them.

What is left out is ``None`` and costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import aws_cdk as cdk
from aws_cdk import aws_ses as ses

from ses_constructs.shared import once
from ses_constructs.shared.tags import check_tags


@once
def name_of(configuration_set: ses.IConfigurationSet) -> str:
    """The name of a configuration set, asked for once."""
    return configuration_set.configuration_set_name


@once
def _attributes_of(
    configuration_set: ses.IConfigurationSet,
) -> ses.CfnEmailIdentity.ConfigurationSetAttributesProperty:
    return ses.CfnEmailIdentity.ConfigurationSetAttributesProperty(
        configuration_set_name=name_of(configuration_set)
    )


def configuration_set_attributes(
    configuration_set: ses.IConfigurationSet | None,
) -> ses.CfnEmailIdentity.ConfigurationSetAttributesProperty | None:
    """The default configuration set."""
    return None if configuration_set is None else _attributes_of(configuration_set)


@cache
def dkim_attributes(signing: bool | None) -> ses.CfnEmailIdentity.DkimAttributesProperty | None:
    """The switch of signing; SES signs when it is left out."""
    return None if signing is None else ses.CfnEmailIdentity.DkimAttributesProperty(signing_enabled=signing)


@cache
def feedback_attributes(forwarding: bool) -> ses.CfnEmailIdentity.FeedbackAttributesProperty | None:
    """The switch of feedback by mail; SES forwards when it is left out."""
    return None if forwarding else ses.CfnEmailIdentity.FeedbackAttributesProperty(email_forwarding_enabled=False)


def tag_list(tags: Mapping[str, str] | None) -> list[cdk.CfnTag] | None:
    """Tags, in the order given.

    Raises:
        InvalidSettingError: for more than 50, or a key or value of a length that SES does not take.
    """
    if tags is None:
        return None
    check_tags(tags)
    return [cdk.CfnTag(key=key, value=value) for key, value in tags.items()]
