"""Finds a second ``AWS::SES::VdmAttributes`` in the app, also one that another library has made.

It may be made at any time, so that this is judged at synthesis.
"""

from __future__ import annotations

import jsii
from aws_cdk import aws_ses as ses
from constructs import IValidation

from ses_constructs.shared import Aws


@jsii.implements(IValidation)
class VdmOwners:
    """Looks at the app when it is complete; asked once, since an account has one owner."""

    def __init__(self, owner: ses.CfnVdmAttributes) -> None:
        self._owner = owner

    def validate(self) -> list[str]:
        """The paths of other owners in the same account and region, and what to do."""
        here = Aws.of(self._owner)
        others = [
            one.node.path
            for one in here.app.node.find_all()
            if isinstance(one, ses.CfnVdmAttributes)
            and one.node.path != self._owner.node.path
            and (Aws.of(one).account, Aws.of(one).region) == (here.account, here.region)
        ]
        if not others:
            return []
        return [
            f"the Virtual Deliverability Manager of this account and region is set by {', '.join(others)}, too: "
            "each deployment of one would undo the other\n"
            "  fix: keep one of them"
        ]
