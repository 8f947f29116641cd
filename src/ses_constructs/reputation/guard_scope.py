"""What a guard watches, and may pause: the account, or the configuration sets it is given."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk.interfaces import aws_ses as ses_refs

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.shared.setting_types import checks_types

MOST_SETS = 50
"""The sets' names are one environment variable of the pause function, whose variables share 4 KB, see ``room``."""


MOST_TENANTS = 20
"""Likewise, where each name has an ARN beside it."""


@checks_types
@dataclass(frozen=True, slots=True)
class GuardScope:
    """Made by :meth:`account`, :meth:`configuration_sets` or :meth:`tenants`."""

    whole_account: bool
    sets: tuple[ses_refs.IConfigurationSetRef, ...]
    tenant_of: tuple[ses_refs.ITenantRef | None, ...] = ()
    """For each set the tenant that is paused in its place."""

    @classmethod
    def account(cls) -> GuardScope:
        """Everything that the account sends in the stack's region; a pause stops all of it."""
        return cls(whole_account=True, sets=())

    @classmethod
    def configuration_sets(cls, *sets: ses_refs.IConfigurationSetRef) -> GuardScope:
        """Each of these sets by itself; a pause stops only the mail sent with that set.

        Args:
            sets: Sets of this package, of ``aws_ses`` or imported ones, with their reputation metrics on.
                Mail sent without a set is not seen: make the set the identity's default one.

        Raises:
            InvalidSettingError: for no set, or more than 50.
            ConflictingSettingsError: for the same set twice.
        """
        if not sets:
            raise InvalidSettingError(
                "configuration_sets", sets, "watches nothing", fix="give at least one set, or GuardScope.account()"
            )
        if len(sets) > MOST_SETS:
            raise InvalidSettingError(
                "configuration_sets",
                len(sets),
                f"are more sets than one guard can list ({MOST_SETS})",
                fix="share them out among several guards",
            )
        names: set[str] = set()
        for one in sets:
            name = one.configuration_set_ref.configuration_set_name
            if name in names:
                raise ConflictingSettingsError(
                    f"configuration_sets has the set of {one.node.path!r} twice", fix="give each set once"
                )
            names.add(name)
        return cls(whole_account=False, sets=sets, tenant_of=(None,) * len(sets))

    @classmethod
    def tenants(cls, *streams: TenantStream) -> GuardScope:
        """Each tenant by the configuration set it sends with; a pause stops the tenant, whatever set it uses.

        SES publishes reputation metrics for sets, not for tenants: give each tenant a set of its own.

        Args:
            streams: Tenants with their sets.

        Raises:
            InvalidSettingError: for no tenant, or more than 20.
            ConflictingSettingsError: for the same set twice.
        """
        if len(streams) > MOST_TENANTS:
            raise InvalidSettingError(
                "tenants",
                len(streams),
                f"are more tenants than one guard can list ({MOST_TENANTS})",
                fix="share them out among several guards",
            )
        listed = cls.configuration_sets(*(one.configuration_set for one in streams))
        return cls(whole_account=False, sets=listed.sets, tenant_of=tuple(one.tenant for one in streams))


@checks_types
@dataclass(frozen=True, slots=True, kw_only=True)
class TenantStream:
    """A tenant, and the configuration set whose rates speak for it.

    Args:
        tenant: A tenant of ``aws_ses``, for its ARN is needed.
        configuration_set: With its reputation metrics on; used by nobody else.
    """

    tenant: ses_refs.ITenantRef
    configuration_set: ses_refs.IConfigurationSetRef
