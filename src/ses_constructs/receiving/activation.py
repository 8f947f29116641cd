"""Whether, and how, a receipt rule set becomes the one that judges incoming mail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ses_constructs.shared.setting_types import checks_types


class ActivationMode(StrEnum):
    """The four kinds of :class:`Activation`, spelt as the provider function reads them."""

    EXCLUSIVE = "exclusive"
    TAKEOVER = "takeover"
    JOIN = "join"
    OFF = "off"


@checks_types
@dataclass(frozen=True, slots=True)
class Activation:
    """Of the rule sets of an account and region one is active.

    Made by :meth:`exclusive`, :meth:`takeover`, :meth:`join` or :meth:`off`. None of them ever switches off a set
    of somebody else when the stack is deleted. A deployed rule set changes to or from :meth:`join` by way of a
    deployment with :meth:`off`.

    Guide: Email receiving concepts (receipt rule sets).
    """

    mode: ActivationMode

    @classmethod
    def exclusive(cls) -> Activation:
        """The set is activated after all of its rules exist; the deployment fails when another set is active.

        Deleted: no set is active, unless somebody has activated another one in the meantime; that one stays.
        """
        return cls(ActivationMode.EXCLUSIVE)

    @classmethod
    def takeover(cls) -> Activation:
        """The set is activated in place of whichever is active, which is remembered.

        Deleted: the set that was active when this one was first activated is active again, if it still exists
        and nobody has activated another one in the meantime.
        """
        return cls(ActivationMode.TAKEOVER)

    @classmethod
    def join(cls) -> Activation:
        """The rules go to the end of the set that is active, whoever owns it.

        They come after a rule of ours that is off and only marks the place. When no set is active one is made
        and activated. Deleted: our rules are gone; a set that a joiner made goes with the last of them.
        Permissions name the rules in any rule set, since nobody knows the set's name before the deployment.
        """
        return cls(ActivationMode.JOIN)

    @classmethod
    def off(cls) -> Activation:
        """The set judges no mail until somebody activates it: by hand, or an :class:`ActiveReceiptRuleSet`."""
        return cls(ActivationMode.OFF)
