"""Whether the names of what is guarded fit into the variables of a function, of which Lambda takes 4 KB."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import aws_cdk as cdk
from constructs import Construct

from ses_constructs.errors import InvalidSettingError

from .watched import Watched

_MOST = 4096
"""Lambda guide: Lambda quotas, environment variables."""
_LONGEST_NAME = 64
"""Of a set, a tenant and a function."""
_LONGEST_TENANT_ARN = 150
"""Its region, its name and its id known to be as long as they get."""
_TOKEN = re.compile(r"\$\{Token\[[^\]]*\]\}")
"""How the CDK writes what CloudFormation fills in."""


def check_room(guard: Construct, watched: Iterable[Watched], variables: Mapping[str, str]) -> None:
    """Refuses what cannot fit, and warns of what does not where generated names are as long as they get.

    Args:
        guard: Where the warning appears.
        variables: Those that do not name what is watched.

    Raises:
        InvalidSettingError: when the names that are known are too many already.
    """
    listed = list(watched)
    least, most = (
        sum(len(name) + _length(text, longest=longest) for name, text in variables.items())
        + sum(_listed(one, longest=longest) for one in listed)
        for longest in (False, True)
    )
    cure = "share them out among several guards, or give shorter names"
    if least > _MOST:
        raise InvalidSettingError(
            "watch",
            f"{len(listed)} senders",
            f"have names of {least} characters in all, and a function takes {_MOST}",
            fix=cure,
            see="Lambda guide: Lambda quotas",
        )
    if most > _MOST:
        cdk.Annotations.of(guard).add_warning_v2(
            "ses-constructs:guarded-names-may-not-fit",
            f"where their generated names turn out long, {len(listed)} senders do not fit into the {_MOST} bytes "
            f"of variables that a function takes, and the deployment fails: {cure}",
        )


def _listed(one: Watched, *, longest: bool) -> int:
    """Bytes for a sender: its set's name, and for a tenant the set's name again and an ARN."""
    name = _length(one.set_name, longest=longest) + 1
    return name if one.tenant_arn is None else 2 * name + (_LONGEST_TENANT_ARN if longest else 0)


def _length(text: str, *, longest: bool) -> int:
    """Of a text in which generated names are as short, or as long, as they get."""
    return len(_TOKEN.sub("x" * (_LONGEST_NAME if longest else 0), text))
