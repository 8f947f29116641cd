"""Whatever is typed: the records of a domain are records that DNS has, or our exception tells the cure."""

from __future__ import annotations

import aws_cdk as cdk
import dns.zone
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ses_constructs.dns import Dns
from ses_constructs.errors import SesConstructsError
from ses_constructs.identities import Bimi, Dmarc, DomainIdentity, Spf

LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True)
NAME = st.lists(LABEL, min_size=2, max_size=4).map(".".join)
ODD_NAME = NAME | st.sampled_from(
    ["www.shop.example", "bücher.example", "日本.example", "shop", "shop..example", "Shop.Example", "-a.example"]
)
BOX = st.sampled_from(["reports", "a+b", "50%", "ä", "", "a b"])


@settings(max_examples=60, deadline=None)
@given(
    domain=ODD_NAME,
    label=LABEL | st.sampled_from(["a.b", "-a", "a" * 64]),
    selector=LABEL | st.sampled_from(["a.b", ""]),
    box=BOX,
    texts=st.lists(st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=300), max_size=2),
)
def test_a_domain_has_records_that_dns_has_or_the_cure_is_told(
    domain: str, label: str, selector: str, box: str, texts: list[str]
) -> None:
    try:
        spf = Spf.merged_with(texts)
        made = DomainIdentity(
            cdk.Stack(cdk.App(), "Mail"),
            "Any",
            domain=domain,
            dns=Dns.by_hand(),
            mail_from_domain=f"{label}.{domain}",
            dmarc=Dmarc.reject(reports_to=f"{box}@{domain}"),
            bimi=Bimi(logo_url="https://logos.example/logo.svg", selector=selector),
            spf=spf,
        )
    except SesConstructsError as error:
        event("refused")
        assert error.fix
        return
    event("made")
    known = [record for record in made.dns_records if record.type != "CNAME" and "Token" not in record.value]
    lines = "\n".join(record.zone_line(ttl=60) for record in known) + "\n"
    zone = dns.zone.from_text(lines, origin=f"{domain}.", relativize=False, check_origin=False)
    assert len(known) == sum(len(rdataset) for _, rdataset in zone.iterate_rdatasets())
    apex = zone.get_rdataset(f"{domain}.", "TXT")
    assert apex is not None
    read = {b"".join(rdata.strings).decode() for rdata in apex}
    assert read == set(spf.values)
