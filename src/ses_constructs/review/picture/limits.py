"""How much of the limits of SES an assembly uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ses_constructs.facts import quotas
from ses_constructs.review.receiving import RULE, actions, rule_sets
from ses_constructs.review.sending import CONFIGURATION_SET, IDENTITY, destinations, every_destination

from .naming import label_of, name_of
from .stacks_map import stack_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ses_constructs.review.template import Assembly

_PER_REGION = (
    (IDENTITY, "Identities", quotas.IDENTITIES),
    (CONFIGURATION_SET, "Configuration sets", quotas.CONFIGURATION_SETS),
    ("AWS::SES::Template", "Email templates", quotas.EMAIL_TEMPLATES),
    ("AWS::SES::ReceiptRuleSet", "Receipt rule sets", quotas.RULE_SETS),
    ("AWS::SES::ReceiptFilter", "IP address filters", quotas.IP_ADDRESS_FILTERS),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit and what is used of it.

    Args:
        name: What is limited.
        used: How much the fullest one uses.
        most: The limit.
        fullest: Which one that is. Empty: there is only one.
    """

    name: str
    used: int
    most: int
    fullest: str = ""

    @property
    def share(self) -> float:
        """Used part, from 0 to 1."""
        return min(self.used / self.most, 1.0)

    @property
    def is_close(self) -> bool:
        """True when four fifths or more are used."""
        return self.used * 5 >= self.most * 4


def limits(assembly: Assembly) -> list[Limit]:
    """Every limit that the assembly uses something of; where there are many, the fullest."""
    found = [_fullest(name, most, pairs) for name, most, pairs in _counted(assembly)]
    for type_name, name, most in _PER_REGION:
        found.append(Limit(f"{name} in the region", sum(1 for _ in assembly.resources(type_name)), most))
    return [limit for limit in found if limit is not None and limit.used]


def _counted(assembly: Assembly) -> Iterator[tuple[str, int, list[tuple[int, str]]]]:
    own = destinations(assembly).items()
    yield (
        "Event destinations of a configuration set",
        quotas.EVENT_DESTINATIONS_PER_CONFIGURATION_SET,
        [(len(found), name_of(owner)) for owner, found in own],
    )
    yield (
        "Dimensions of a CloudWatch destination",
        quotas.DIMENSIONS_PER_CLOUDWATCH_DESTINATION,
        [
            (len(one.settings.get("CloudWatchDestination.DimensionConfigurations").items), label_of(one.resource))
            for one in every_destination(assembly)
        ],
    )
    rules = list(assembly.resources(RULE))
    sets = rule_sets(assembly).values()
    yield "Rules of a receipt rule set", quotas.RULES_PER_RULE_SET, [(len(found), "") for found in sets]
    yield (
        "Actions of a receipt rule",
        quotas.ACTIONS_PER_RULE,
        [(len(actions(rule)), label_of(rule)) for rule in rules],
    )
    yield (
        "Recipients of a receipt rule",
        quotas.RECIPIENTS_PER_RULE,
        [(len(rule.get("Rule.Recipients").items), label_of(rule)) for rule in rules],
    )
    yield (
        "Resources of a stack",
        quotas.RESOURCES_PER_STACK,
        [(len(one.resources), stack_name(one)) for one in assembly.templates],
    )


def _fullest(name: str, most: int, pairs: Iterable[tuple[int, str]]) -> Limit | None:
    used, fullest = max(pairs, default=(0, ""))
    return Limit(name, used, most, fullest)
