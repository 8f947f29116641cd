"""What domains and addresses have in common: who may send as them, and who gets their feedback."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ses as ses
from constructs import Construct, IDependable

from ses_constructs.access.send_limits import SendLimits
from ses_constructs.access.sending import DEFAULT_FORMS
from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts.permissions import SendForm
from ses_constructs.shared import Aws, located
from ses_constructs.shared.setting_types import checks_types

from .delegate import Delegate
from .feedback import FeedbackTopics, missing_topics
from .feedback_paths import check_paths_at_synthesis, warn_of_unheard_feedback
from .identity_settings import IdentitySettings
from .mail_from import MailFrom
from .policy_conflicts import remember_policy
from .sending_authorization import Authorization, SendAction, check_size, patterns, policy_name, with_policy
from .sending_grant import grant_send, identity_arn
from .verification import wait_for_verification

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_MINUTES = 30
_SEND = (SendAction.FORMATTED, SendAction.RAW)


@checks_types
class Identity(Construct):
    """A domain or an address that may send; not made by itself, see ``DomainIdentity``."""

    configuration_set: ses.IConfigurationSet | None
    """The default configuration set, if there is one."""
    _settings: IdentitySettings
    """What CloudFormation has no property for."""
    mail_from: MailFrom | None = None
    """The MAIL FROM domain, if it has one of its own."""
    _policies: frozenset[str] = frozenset()
    _verified: cdk.CfnResource | None = None
    _settings_name_others: bool = False
    """True when a delegate is of this app, and may itself need a verified identity."""
    _forwards_feedback: bool = True
    _delegates: IdentitySettings | None = None
    """Delegates of this app, where the settings themselves wait."""
    _is_by_hand: bool = False
    """True when its records are outputs, and some of them known by then only."""

    @property
    def identity_name(self) -> str:
        """The domain or the address."""
        return self._settings.identity_name

    @property
    def identity_arn(self) -> str:
        """The ARN that policies name."""
        return identity_arn(Aws.of(self), self._settings.identity_name)

    @property
    def verified(self) -> IDependable:
        """What resources depend on that need a verified identity, such as a user pool: waits for 30 minutes."""
        return self.wait_until_verified()

    def wait_until_verified(self, *, timeout: cdk.Duration | None = None) -> IDependable:
        """Makes the deployment wait until SES has found the records and lets the identity send.

        Creates: nothing besides ``Custom::SesIdentitySettings``, which then waits for the identity and its records
        at its end; where those name a delegate of this app, which may wait itself,
        ``Custom::SesVerifiedIdentity``; and one more of these for each further 57 minutes, since CloudFormation
        waits for one resource for an hour.
        When the time is over it fails with SES's own reason, and names the record to look at. It waits for DKIM,
        for the MAIL FROM domain, and for the permission to send. It never holds up a delete or a rollback. A MAIL
        FROM domain that SES has given up on is tried again.

        Args:
            timeout: From 1 minute to 12 hours; only the first call sets it. Left out: 30 minutes. What runs the
                deployment has to last as long. SES itself looks for records for up to 72 hours: for longer, deploy
                the identity in a stack of its own, and what needs it when ``IdentityMonitor`` is quiet.

        Raises:
            InvalidSettingError: for another time.
        """
        if self._verified is None:
            # What names those who wait cannot come first.
            left_out = [] if self._delegates is None else [self._delegates.resource]
            if self._settings_name_others:
                left_out.append(self._settings.resource)
            with located(self):
                self._verified = wait_for_verification(
                    self,
                    self._settings,
                    timeout=timeout if timeout is not None else cdk.Duration.minutes(_MINUTES),
                    mail_from=self.mail_from,
                    apart=self._settings_name_others,
                    left_out=left_out,
                    by_hand=self._is_by_hand,
                )
        return self._verified

    def grant_send(
        self,
        grantee: iam.IGrantable,
        *,
        forms: Sequence[SendForm] = DEFAULT_FORMS,
        configuration_sets: Sequence[ses.IConfigurationSet] = (),
        templates: Sequence[ses.CfnTemplate] | None = None,
        limits: SendLimits | None = None,
        sandbox: bool = False,
    ) -> iam.Grant:
        """Lets the grantee, of this account, send mail from this identity.

        The identity and, if it has one, its default configuration set are both named: SES checks both.

        Args:
            grantee: A role, a function, a user.
            forms: Left out: formatted and raw.
            configuration_sets: Further sets that the mail may name. Left out: none.
            templates: For the templated and bulk forms. Left out: all of this account and region.
            limits: Left out: none.
            sandbox: True while the account is in the sandbox, where SES checks the identities of recipients
                too. Left out: false.

        Raises:
            ConflictingSettingsError: when a form does not support a limit.
        """
        sets = (
            [*configuration_sets]
            if self.configuration_set is None
            else [self.configuration_set, *configuration_sets]
        )
        with located(self):
            return grant_send(
                grantee,
                aws=Aws.of(self),
                identity=self._settings.identity_name,
                configuration_sets=sets,
                templates=templates,
                forms=forms,
                limits=limits,
                sandbox=sandbox,
            )

    def authorize_sender(
        self,
        id: str,
        delegate: Delegate,
        *,
        actions: Sequence[SendAction] | None = None,
        from_addresses: str | Sequence[str] | None = None,
        from_display_names: str | Sequence[str] | None = None,
        recipients: str | Sequence[str] | None = None,
        feedback_addresses: str | Sequence[str] | None = None,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> None:
        """Lets somebody else send as this identity (sending authorization). Without this call it is revoked.

        The delegate sends in this region, from its own quota and reputation, and names the ARN of the identity;
        see ``SharedIdentity``. Texts are compared with case, and may hold ``*`` and ``?``.

        Args:
            id: Names the authorization, once for each identity.
            delegate: Who.
            actions: Left out: formatted and raw mail.
            from_addresses: The From addresses allowed. Left out: all of the identity.
            from_display_names: The names allowed beside the From address. Left out: any.
            recipients: Patterns that To, Cc and Bcc must all match. Left out: any.
            feedback_addresses: The return paths allowed. Left out: any.
            not_before: Left out: at once.
            not_after: Left out: for ever.

        Raises:
            InvalidSettingError: for a value that allows nothing.
            ConflictingSettingsError: when the identity has a default configuration set, which delegates of other
                accounts could not use; when everybody could send; as :meth:`deny_sender`.

        Guide: Using sending authorization with Amazon SES.
        """
        with located(self, id):
            self._check_sharing(delegate)
            self._add_policy(
                id,
                Authorization(
                    delegate=delegate,
                    actions=tuple(_SEND if actions is None else actions),
                    deny=False,
                    from_addresses=patterns(from_addresses),
                    from_display_names=patterns(from_display_names),
                    recipients=patterns(recipients),
                    feedback_addresses=patterns(feedback_addresses),
                    not_before=not_before,
                    not_after=not_after,
                ),
            )

    def deny_sender(
        self,
        id: str,
        delegate: Delegate,
        *,
        actions: Sequence[SendAction] | None = None,
        from_addresses: str | Sequence[str] | None = None,
        from_display_names: str | Sequence[str] | None = None,
        recipients: str | Sequence[str] | None = None,
        feedback_addresses: str | Sequence[str] | None = None,
    ) -> None:
        """Denies mail of a delegate that other authorizations would allow, where all conditions hold.

        A policy of an address is judged before that of its domain: deny both.

        Args:
            id: Names the denial, once for each identity.
            delegate: Whom; ``Delegate.anyone()`` for everybody.
            actions: Left out: all four.
            from_addresses: Mail from these. Left out: from any.
            from_display_names: Mail with these names. Left out: with any.
            recipients: Mail with one of these among its recipients. Left out: to any.
            feedback_addresses: Mail with these return paths. Left out: with any.

        Raises:
            InvalidSettingError: for a value that denies nothing.
            ConflictingSettingsError: for an id that is taken, more than 20 policies, or 4 KB.
        """
        with located(self, id):
            self._add_policy(
                id,
                Authorization(
                    delegate=delegate,
                    actions=tuple(SendAction if actions is None else actions),
                    deny=True,
                    from_addresses=patterns(from_addresses),
                    from_display_names=patterns(from_display_names),
                    recipients=patterns(recipients),
                    feedback_addresses=patterns(feedback_addresses),
                    not_before=None,
                    not_after=None,
                ),
            )

    def _listen(self, topics: FeedbackTopics | None, *, forwarding: bool) -> None:
        """Has feedback published to topics."""
        self._forwards_feedback = forwarding
        if topics is not None:
            with located(self):
                topics.apply(self, self._settings, identity_arn=self.identity_arn)
        if topics is not None or not forwarding:
            check_paths_at_synthesis(
                self,
                self.configuration_set,
                by_topic=frozenset()
                if topics is None
                else frozenset(type.name.lower() for type in topics.by_type),
                must_publish=frozenset() if forwarding else missing_topics(topics),
            )

    def _check_sharing(self, delegate: Delegate) -> None:
        """What an owner has to see to before other accounts send."""
        if not delegate.is_foreign(Aws.of(self).account):
            return
        if self.configuration_set is not None:
            raise ConflictingSettingsError(
                f"{self._settings.identity_name} has a default configuration set, which senders of other accounts "
                "cannot use: their mail would be refused",
                fix="leave configuration_set= out, and name the set in each message",
                see="Using sending authorization with Amazon SES",
            )
        if not self._forwards_feedback:
            warn_of_unheard_feedback(self, self._settings.identity_name)

    def _add_policy(self, id: str, authorization: Authorization) -> None:
        authorization.check(self._settings.identity_name)
        self._policies = with_policy(self._policies, id)
        document = authorization.document(self.identity_arn)
        check_size(document)
        remember_policy(self, self._settings.identity_name, deny=authorization.deny)
        settings = self._settings_for(authorization.delegate)
        # Another name elsewhere: a policy that moves is made under the new one before the old one goes.
        place = "" if settings is self._settings else "/Delegates"
        settings.put(f"Policies.{policy_name(self, place, id)}", document)

    def _settings_for(self, delegate: Delegate) -> IdentitySettings:
        """Others than those waited for, for a delegate that may wait itself, such as a user pool."""
        if not delegate.is_made_here:
            return self._settings
        if self._verified is None:
            self._settings_name_others = True
        if self._settings_name_others:
            return self._settings
        if self._delegates is None:
            self._delegates = self._settings.beside("Delegates")
        return self._delegates
