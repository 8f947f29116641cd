"""Where mail comes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ses as ses
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct, IDependable

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.facts import mail_manager as facts
from ses_constructs.facts.mail_manager import IngressType, TlsPolicy
from ses_constructs.shared import Aws, located
from ses_constructs.shared.removal import apply_removal, check_removal
from ses_constructs.shared.setting_types import checks_types

from .imported_ingress_point import ImportedIngressPoint
from .ingress_access import IngressAccess
from .ingress_network import IngressNetwork
from .ingress_password import let_ingress_point_read, make_password
from .open_relay import AddonCheck, CertificateCheck, OpenRelayCheck
from .physical_names import cfn_tags, check_name, check_region
from .rule_set import RuleSet
from .tls_policies import check_tls_policy
from .traffic_policy import TrafficPolicy

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_secretsmanager as secretsmanager

_Point = ses.CfnMailManagerIngressPoint


@checks_types
@jsii.implements(refs.IMailManagerIngressPointRef)
class IngressPoint(cdk.Resource):
    """An SMTP server of Mail Manager, with a traffic policy at the door and a rule set behind it.

    Creates: ``AWS::SES::MailManagerIngressPoint``; with :meth:`IngressAccess.password` also
    ``AWS::SecretsManager::Secret`` with a generated password, and ``AWS::KMS::Key`` for it, unless one is given.

    The access says who may deliver, the traffic policy for whom. With both wide open, and a rule that passes mail
    on, it would be an open relay, which is refused. A policy or rule set that is imported or a plain
    ``aws_ses.Cfn...`` cannot be judged: where it could make an open relay, a warning says so.

    Args:
        traffic_policy: A ``TrafficPolicy``, or an imported one.
        rule_set: A ``RuleSet``, or an imported one.
        access: ``IngressAccess.open()``, ``.password()`` or ``.mutual_tls(...)``.
        network: Left out: the internet, over IPv4.
        tls_policy: Left out: TLS is required, with FIPS in the US and Canada, or as the ``IngressVpcEndpoint``
            says. Servers without TLS cannot deliver.
        open_relay: True passes on mail of anybody to anybody, if that is meant, without a warning. Left out: it is
            refused.
        closed: True turns everybody away and keeps the host name; false opens it again. It is made open: close it
            by a later deployment. Left out: as it is.
        ingress_point_name: 3 to 63 letters, digits, ``-`` and ``_``. Left out: generated.
        tags: Left out: those of the stack.
        removal_policy: Left out: DESTROY. Its host name, which an ``IngressMx`` names, is gone with it.

    Raises:
        InvalidSettingError: for a name or tags that SES refuses, or a secret that SES cannot read.
        ConflictingSettingsError: for an open relay, or a TLS policy or VPC endpoint that the access does not have.
        UnavailableInRegionError: where there is no Mail Manager.

    Guide: Ingress endpoints; TLS policy for ingress endpoints. API: ``CreateIngressPoint`` of Mail Manager.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        traffic_policy: refs.IMailManagerTrafficPolicyRef,
        rule_set: refs.IMailManagerRuleSetRef,
        access: IngressAccess,
        network: IngressNetwork | None = None,
        tls_policy: TlsPolicy | None = None,
        open_relay: bool = False,
        closed: bool | None = None,
        ingress_point_name: str | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        place = network if network is not None else IngressNetwork.ipv4()
        tls_policy = place.tls_policy_of(tls_policy)
        with located(scope, id):
            check_region(scope)
            check_name(
                "ingress_point_name",
                ingress_point_name,
                facts.INGRESS_POINT_NAME,
                fix="use 3 to 63 letters, digits, '-' and '_', or leave it out",
            )
            check_tls_policy(tls_policy, access.type, private=place.is_private, region=Aws.of(scope).region)
            given = cfn_tags(tags)
            check_removal(removal_policy)
        super().__init__(scope, id)
        self.access = access.type
        """Who may deliver."""
        self.is_private = place.is_private
        """Whether it is in a VPC, and has no public name."""
        with located(self):
            place.take_endpoint(self.node.path, access.type, tls_policy)
            self._check(traffic_policy, rule_set, place, open_relay=open_relay)
        self.secret, after = self._password(access)
        """With the key ``password``; ``None`` where there is none."""
        self.resource: ses.CfnMailManagerIngressPoint = _Point(
            self,
            "Resource",
            type=str(access.type),
            rule_set_id=rule_set.mail_manager_rule_set_ref.rule_set_id,
            traffic_policy_id=traffic_policy.mail_manager_traffic_policy_ref.traffic_policy_id,
            ingress_point_configuration=_configuration(access, self.secret),
            network_configuration=None if network is None else place.render(),
            tls_policy=None if tls_policy is None else str(tls_policy),
            ingress_point_name=ingress_point_name,
            status_to_update=None if closed is None else "CLOSED" if closed else "ACTIVE",
            tags=given,
        )
        """The CloudFormation resource."""
        apply_removal(self.resource, removal_policy)
        if access.encryption_key is not None:
            self._tell_of_key(access.encryption_key)
        if after:
            self.resource.node.add_dependency(*after)

    @classmethod
    def from_ingress_point_id(
        cls, scope: Construct, id: str, ingress_point_id: str, *, host: str | None = None
    ) -> ImportedIngressPoint:
        """An ingress point of this account and region that something else made.

        Args:
            scope: Where the construct goes.
            id: Of the construct.
            ingress_point_id: Such as ``inp-...``; may be a token.
            host: What SES calls its A record, for an ``IngressMx``; may be a token. Left out: not known.
        """
        return ImportedIngressPoint(scope, id, ingress_point_id=ingress_point_id, host=host)

    @property
    def ingress_point_id(self) -> str:
        """The id, which is also the user name of clients that log in."""
        return self.resource.attr_ingress_point_id

    @property
    def mail_manager_ingress_point_ref(self) -> refs.MailManagerIngressPointReference:
        """How other resources refer to it."""
        return self.resource.mail_manager_ingress_point_ref

    @property
    def host(self) -> str:
        """Where clients on the internet connect: what SES calls the A record.

        Raises:
            ConflictingSettingsError: for a private one, whose VPC endpoint has the name.
        """
        if self.is_private:
            with located(self):
                raise ConflictingSettingsError(
                    "a private ingress point has no public name", fix="use the host of its IngressVpcEndpoint"
                )
        return self.resource.attr_a_record

    def grant_read_password(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets the grantee read the password, and decrypt it.

        Raises:
            ConflictingSettingsError: when there is none.
        """
        if self.secret is None:
            with located(self):
                raise ConflictingSettingsError(
                    "this ingress point asks for no password", fix="use access=IngressAccess.password()"
                )
        return self.secret.grant_read(grantee)

    def _check(
        self,
        traffic_policy: refs.IMailManagerTrafficPolicyRef,
        rule_set: refs.IMailManagerRuleSetRef,
        network: IngressNetwork,
        *,
        open_relay: bool,
    ) -> None:
        policy = traffic_policy if isinstance(traffic_policy, TrafficPolicy) else None
        rules = rule_set if isinstance(rule_set, RuleSet) else None
        if rules is not None:
            rules.check_with(CertificateCheck(self, self.access, rules))
        if policy is not None and 6 in network.ip_versions and not self.is_private:
            policy.check_with(AddonCheck(self, policy))
        is_public = self.access is IngressType.OPEN and not self.is_private
        if is_public and not open_relay:
            OpenRelayCheck(self, policy, rules, network.ip_versions).start()

    def _tell_of_key(self, key: kms.IKey) -> None:
        cdk.Annotations.of(self).add_warning_v2(
            "ses-constructs:trust-store-key",
            f"Mail Manager encrypts the certificates with key {key.node.path}, and the policy of the key has to "
            "let it; what that takes is not known to this version of ses-constructs, and nothing is added: see to "
            "it yourself, and acknowledge this warning",
        )

    def _password(self, access: IngressAccess) -> tuple[secretsmanager.ISecret | None, list[IDependable]]:
        if access.type is not IngressType.AUTHENTICATED:
            return None, []
        secret = access.secret if access.secret is not None else make_password(self)
        with located(self):
            return secret, let_ingress_point_read(self, secret)


def _configuration(
    access: IngressAccess, secret: secretsmanager.ISecret | None
) -> ses.CfnMailManagerIngressPoint.IngressPointConfigurationProperty | None:
    if secret is not None:
        return _Point.IngressPointConfigurationProperty(secret_arn=secret.secret_arn)
    if access.ca_certificates is None:
        return None
    key = access.encryption_key
    store = _Point.TrustStoreProperty(
        ca_content=access.ca_certificates,
        crl_content=access.revocation_list,
        kms_key_arn=None if key is None else key.key_arn,
    )
    return _Point.IngressPointConfigurationProperty(
        tls_auth_configuration=_Point.TlsAuthConfigurationProperty(trust_store=store)
    )
