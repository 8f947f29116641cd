"""Which TLS policy goes with which ingress point: the guide's table."""

from __future__ import annotations

from itertools import product

import pytest

from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.mail_manager import IngressType, TlsPolicy
from ses_constructs.mail_manager.tls_policies import check_fips, check_tls_policy

TOKEN = "${Token[AWS.Region.4]}"
WRONG = {
    *((TlsPolicy.FIPS, kind, private, "eu-west-1") for kind, private in product(IngressType, (True, False))),
    *(
        (TlsPolicy.OPTIONAL, IngressType.MUTUAL_TLS, private, region)
        for private, region in product((True, False), ("eu-west-1", "us-east-1", "ca-central-1"))
    ),
    *(
        (TlsPolicy.OPTIONAL, IngressType.AUTHENTICATED, False, region)
        for region in ("eu-west-1", "us-east-1", "ca-central-1")
    ),
    *(
        (TlsPolicy.REQUIRED, kind, False, region)
        for kind, region in product(
            (IngressType.AUTHENTICATED, IngressType.MUTUAL_TLS), ("us-east-1", "ca-central-1")
        )
    ),
}
ALL = list(product(TlsPolicy, IngressType, (True, False), ("eu-west-1", "us-east-1", "ca-central-1")))


@pytest.mark.parametrize(("policy", "kind", "private", "region"), ALL)
def test_a_policy_is_refused_where_the_guide_rules_it_out(
    policy: TlsPolicy, kind: IngressType, private: bool, region: str
) -> None:
    if (policy, kind, private, region) in WRONG:
        with pytest.raises((ConflictingSettingsError, InvalidSettingError)) as caught:
            check_tls_policy(policy, kind, private=private, region=region)
        assert caught.value.see == "TLS policy for ingress endpoints"
    else:
        check_tls_policy(policy, kind, private=private, region=region)


def test_what_depends_on_a_region_that_nobody_knows_yet_is_left_to_ses() -> None:
    check_tls_policy(TlsPolicy.FIPS, IngressType.OPEN, private=False, region=TOKEN)
    check_tls_policy(TlsPolicy.REQUIRED, IngressType.AUTHENTICATED, private=False, region=TOKEN)
    check_tls_policy(None, IngressType.AUTHENTICATED, private=False, region="us-east-1")
    check_fips("fips", True, TOKEN)
