"""A template that SES keeps and fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.access.sending import grant_send
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import names
from ses_constructs.facts.handlebars import TemplateVariable
from ses_constructs.shared import Aws, is_known, located
from ses_constructs.shared.generated_name import generated_name
from ses_constructs.shared.setting_types import checks_types
from ses_constructs.shared.tags import check_tags

from .ascii_html import as_ascii
from .rendering_failures import RenderingFailures, tell_rendering_failures
from .template_content import TemplateContent

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_sns as sns
    from aws_cdk.interfaces import aws_ses as refs

_LONGEST_NAME = 64


@checks_types
class EmailTemplate(ses.CfnTemplate):
    """A template, checked at synthesis: what SES finds out only when it sends.

    Creates: ``AWS::SES::Template``. It is an ``aws_ses.CfnTemplate`` and goes wherever the CDK asks for one, such
    as ``account.Tenant``.

    When a variable is missing SES takes the mail, never sends it, and says so only by a rendering-failure event
    of the configuration set. Other characters than ASCII are written into HTML as references; in subject and text
    ``cdk diff`` shows them as ``?`` at each deployment, and SES has them right.

    >>> content = TemplateContent(subject="Hi {{name}}", text="Welcome.")
    >>> EmailTemplate(stack, "Welcome", content=content, configuration_sets=[]).name[:8]
    'Welcome-'

    Args:
        content: Its parts: ``TemplateContent.from_folder("templates/welcome")``.
        template_name: Up to 64 letters, digits, ``-`` and ``_``; another name is another template. Left out: a
            name made of the construct's path, which a deployment does not change.
        configuration_sets: With which mail of it is sent. Each that is made here must publish rendering failures,
            or the synthesis fails; of one made elsewhere a warning says that it cannot be judged. Empty: mail is
            sent without one or with one that is not known here, and a warning says that nobody may hear of them.
        rendering_failures: A topic that gets those failures: every one of the sets, also of those made elsewhere,
            gets a destination for them. Left out: destinations are yours to add.
        tags: At most 50. Left out: none but those of the stack.

    Raises:
        InvalidSettingError: for a name or tags that SES refuses, or a topic that SES cannot publish to.
        ConflictingSettingsError: for a topic without a set, or with a set of ``aws_ses``.

    Guide: Using templates to send personalized email with the Amazon SES API.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        content: TemplateContent,
        template_name: str | None = None,
        configuration_sets: Sequence[refs.IConfigurationSetRef],
        rendering_failures: sns.ITopic | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        with located(scope, id):
            _check_name(template_name)
            check_tags(tags if tags is not None else {})
        name = template_name
        if name is None:
            name = generated_name(scope, id, longest=_LONGEST_NAME)
        super().__init__(
            scope,
            id,
            template=ses.CfnTemplate.TemplateProperty(
                template_name=name,
                subject_part=content.subject,
                text_part=content.text,
                html_part=None if content.html is None else as_ascii(content.html),
            ),
            tags=None if not tags else [cdk.CfnTag(key=key, value=value) for key, value in tags.items()],
        )
        self.name = name
        """What senders give as ``TemplateName``."""
        self.content = content
        self._sets = tuple(configuration_sets)
        if rendering_failures is not None:
            with located(self):
                tell_rendering_failures(self._sets, rendering_failures)
        self.node.add_validation(RenderingFailures(self, self._sets))
        _warn(self, content)

    @property
    def variables(self) -> tuple[TemplateVariable, ...]:
        """What senders give in ``TemplateData``."""
        return self.content.variables

    def grant_send(
        self,
        grantee: iam.IGrantable,
        *,
        identities: Sequence[refs.IEmailIdentityRef],
        forms: Sequence[SendForm] = (SendForm.TEMPLATED,),
        limits: SendLimits | None = None,
    ) -> iam.Grant:
        """Lets the grantee send mail of this template, with its configuration sets.

        Args:
            grantee: A role, a function, a user.
            identities: From which; at least one.
            forms: Left out: one message at a time; ``SendForm.BULK`` for many.
            limits: Left out: none.

        Raises:
            ConflictingSettingsError: without an identity, or when a form does not support a limit.
        """
        with located(self):
            if not identities:
                raise ConflictingSettingsError(
                    "mail of a template needs an identity", fix="list one in identities="
                )
            grants = [
                grant_send(
                    grantee,
                    aws=Aws.of(self),
                    identity=one.email_identity_ref.email_identity,
                    configuration_sets=[each.configuration_set_ref.configuration_set_name for each in self._sets],
                    templates=[self.name],
                    forms=forms,
                    limits=limits,
                )
                for one in identities
            ]
        whole = grants[0]
        for one_grant in grants[1:]:
            whole = whole.combine(one_grant)
        return whole


def _check_name(name: str | None) -> None:
    # A template's name has the pattern of a configuration set's; the schemas of both.
    if name is not None and is_known(name) and names.CONFIGURATION_SET.fullmatch(name) is None:
        raise InvalidSettingError(
            "template_name", name, "is no name of a template", fix="use up to 64 letters, digits, '-' and '_'"
        )


def _warn(template: EmailTemplate, content: TemplateContent) -> None:
    annotations = cdk.Annotations.of(template)
    if not content.text:
        annotations.add_warning_v2(
            "ses-constructs:template-without-text",
            "this template has no text part, which some readers need and spam filters expect; add one",
        )
    if content.unused_samples:
        annotations.add_warning_v2(
            "ses-constructs:sample-unused",
            f"no part asks for {', '.join(content.unused_samples)} of the sample; look for a misspelt name",
        )
    if any(ord(character) > 0xFFFF for character in content.subject + (content.text or "")):
        annotations.add_warning_v2(
            "ses-constructs:template-beyond-first-plane",
            "CloudFormation has failed to create templates with such characters as emojis in subject or text "
            "(roadmap issue 950); let a variable bring them",
        )
