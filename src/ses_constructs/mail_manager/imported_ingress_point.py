"""An ingress point that something else made."""

from __future__ import annotations

import aws_cdk as cdk
import jsii
from aws_cdk.interfaces import aws_ses as refs
from constructs import Construct

from ses_constructs.errors import ConflictingSettingsError
from ses_constructs.shared import Aws, located
from ses_constructs.shared.setting_types import checks_types


@checks_types
@jsii.implements(refs.IMailManagerIngressPointRef)
class ImportedIngressPoint(cdk.Resource):
    """An ingress point that something else made; creates nothing.

    Made by ``IngressPoint.from_ingress_point_id``.
    """

    def __init__(self, scope: Construct, id: str, *, ingress_point_id: str, host: str | None) -> None:
        super().__init__(scope, id)
        self.ingress_point_id = ingress_point_id
        """The id, which is also the user name of clients that log in."""
        self._host = host

    @property
    def mail_manager_ingress_point_ref(self) -> refs.MailManagerIngressPointReference:
        """How other resources refer to it."""
        arn = Aws.of(self).arn("ses", f"mailmanager-ingress-point/{self.ingress_point_id}")
        return refs.MailManagerIngressPointReference(ingress_point_arn=arn, ingress_point_id=self.ingress_point_id)

    @property
    def host(self) -> str:
        """Where clients on the internet connect.

        Raises:
            ConflictingSettingsError: when it was not given.
        """
        if self._host is None:
            with located(self):
                raise ConflictingSettingsError(
                    "the name of an ingress point does not follow from its id",
                    fix="give host=..., which SES calls its A record",
                )
        return self._host
