"""The example ``show_a_logo``, deployed: the logo comes out as it went in, where the record says."""

from __future__ import annotations

import re
import urllib.request

import aws_cdk as cdk
from checkdmarc.bimi import check_svg_requirements, get_svg_metadata

from examples.show_a_logo import LOGO, ShowALogo
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly

ZONE = "Z0123456789ABCDEFGHIJ"


def build(app: cdk.App) -> None:
    ShowALogo(app, "Example")


def test_the_logo_is_where_the_record_says(emptied: Account, assembly: Assembly) -> None:
    emptied.emulator.own_zone("shop.example", zone_id=ZONE)
    assembly.deploy(build)
    emptied.wait_until_sending("shop.example")
    records = emptied.records(ZONE)
    assert ("brand.shop.example", "CNAME") in records
    (published,) = records["default._bimi.shop.example", "TXT"]
    named = re.fullmatch(r'"v=BIMI1; l=https://([^/]+)/([^;]+); a="', published)
    assert named is not None
    host, path = named.groups()
    request = urllib.request.Request(f"{emptied.emulator.endpoint}/{path}", headers={"Host": host})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Type"] == "image/svg+xml"
        served: bytes = answer.read()
    assert served.decode() == LOGO
    assert check_svg_requirements(get_svg_metadata(served)) == []
    assembly.destroy(build)
    left = emptied.records(ZONE)
    assert ("brand.shop.example", "CNAME") not in left
    assert ("default._bimi.shop.example", "TXT") in left, "kept with its identity"
