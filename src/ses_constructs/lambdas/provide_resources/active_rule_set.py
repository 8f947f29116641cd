"""``Custom::SesActiveReceiptRuleSet``: which receipt rule set judges the mail of an account and region.

Properties: ``Mode`` (``exclusive``, ``takeover`` or ``join``), ``RuleSetName`` (the set to activate; with ``join``
the set to make when none is active), ``AnchorName`` (with ``join``). Attribute: ``RuleSetName``.

The physical id remembers what a later request must know. That of a set of our own never changes: CloudFormation
would follow a change with a delete that names the set we have just activated.
"""

from __future__ import annotations

import joined_rule_set
import own_rule_set
from lifecycle import Properties, RefusedError, Request, Result, text

_JOIN = "join"


def create(properties: Properties, request: Request) -> Result:
    """Activates our set, or joins the active one."""
    if text(properties, "Mode") == _JOIN:
        return joined_rule_set.create(properties, request)
    return own_rule_set.create(properties, request)


def update(properties: Properties, request: Request) -> Result:
    """Activates our set again, or follows the active one."""
    join = text(properties, "Mode") == _JOIN
    if join is not joined_rule_set.made(request.physical_id):
        # The rules would move into a set, or out of one, that the same deployment deletes.
        raise RefusedError(
            "a deployed rule set cannot change to or from Activation.join(). "
            "Fix: deploy once with Activation.off(), then with the new activation"
        )
    return joined_rule_set.update(properties, request) if join else own_rule_set.update(properties, request)


def delete(properties: Properties, request: Request) -> None:
    """Gives back what create took, if it is still ours to give."""
    if text(properties, "Mode") == _JOIN:
        joined_rule_set.delete(properties, request)
    else:
        own_rule_set.delete(properties, request)
