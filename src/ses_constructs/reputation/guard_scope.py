"""What a guard watches, and may pause: the account, or the configuration sets it is given."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk.interfaces import aws_ses as ses_refs

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError

MOST_SETS = 50
"""The sets' names are one environment variable of the pause function, whose variables share 4 KB."""


@dataclass(frozen=True, slots=True)
class GuardScope:
    """Made by :meth:`account` or :meth:`configuration_sets`."""

    whole_account: bool
    sets: tuple[ses_refs.IConfigurationSetRef, ...]

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
        return cls(whole_account=False, sets=sets)
