"""A user of IAM has two access keys at most, as in AWS; MiniStack gives any number."""

from __future__ import annotations

from collections.abc import Mapping

from ministack.services import iam

_MOST = 2


def install() -> None:
    """Puts the quota before MiniStack's own creation of a key."""
    create = iam._create_access_key

    def create_within_quota(p: Mapping[str, list[str]]) -> object:
        user = (p.get("UserName") or [""])[0]
        count = sum(key["UserName"] == user for key in iam._access_keys.values())
        if user and count >= _MOST:
            return iam._error(
                409, "LimitExceeded", f"Cannot exceed quota for AccessKeysPerUser: {_MOST}", ns="iam"
            )
        return create(p)

    iam._create_access_key = create_within_quota
    iam._IAM_HANDLERS["CreateAccessKey"] = create_within_quota
