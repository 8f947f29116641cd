"""An import that a deployment waits for."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError
from ses_constructs.facts.audience import IMPORT, ImportAction
from ses_constructs.shared import Provider, located
from ses_constructs.shared.setting_types import checks_types

from .list_file import ListFile

_WHY_ALL = "two of the actions apply to no resource, and SES invents the ids of the jobs that the third applies to"
_MINUTES = 50
"""Below the hour after which CloudFormation gives up a custom resource."""


@checks_types
class ListImport(Construct):
    """Has SES read a file, and waits for it; the part that all imports share.

    Args:
        file: What is read.
        action: What becomes of it.
        destination: Properties of the custom resource that say where it goes.
        failures_allowed: So many records may be refused by SES.

    Raises:
        InvalidSettingError: for less than no failures.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        file: ListFile,
        action: ImportAction,
        destination: Mapping[str, str],
        failures_allowed: int,
    ) -> None:
        with located(scope, id):
            if failures_allowed < 0:
                raise InvalidSettingError(
                    "failures_allowed", failures_allowed, "is less than none", fix="give 0 or more"
                )
        super().__init__(scope, id)
        bound = file.bind(self)
        self.resource: cdk.CustomResource = Provider.of(self).resource(
            self,
            "Import",
            type="SesImport",
            properties={
                **bound.properties,
                **destination,
                "DataFormat": str(file.data_format),
                "Action": str(action),
                "FailuresAllowed": str(failures_allowed),
                "Minutes": str(_MINUTES),
            },
            actions=IMPORT,
            resources=["*"],
            why_all_resources=_WHY_ALL,
        )
        if bound.after:
            self.resource.node.add_dependency(*bound.after)
        self.processed = self.resource.get_att_string("Processed")
        """How many records SES has read."""
        self.failed = self.resource.get_att_string("Failed")
        """How many of them it has refused."""
