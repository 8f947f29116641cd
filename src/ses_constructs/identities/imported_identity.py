"""An identity that something else made."""

from __future__ import annotations

from aws_cdk import aws_ses as ses
from constructs import Construct

from ses_constructs.shared.setting_types import checks_types

from .identity import Identity
from .identity_settings import IdentitySettings


@checks_types
class ImportedIdentity(Identity):
    """A domain or an address that is an identity of this account and region already; creates nothing.

    Made by ``DomainIdentity.from_domain_name`` and ``EmailAddressIdentity.from_address``.

    Args:
        name: The domain or the address.
        configuration_set: Its default configuration set, which a sender needs a permission for. Left out: it has
            none.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        configuration_set: ses.IConfigurationSet | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._settings = IdentitySettings(self, name)
        self.configuration_set = configuration_set
        """The default configuration set, if it was given."""
