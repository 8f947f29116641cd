"""Questions to a real DNS server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dnslib.dns import RCODE, DNSRecord
from dnslib.server import BaseResolver, DNSHandler, DNSLogger, DNSServer
from dnslib.zoneresolver import ZoneResolver

from ses_constructs.doctor import Answer, Resolver
from ses_constructs.errors import InvalidSettingError

ZONE = """
shop.example. 60 IN MX 10 Inbound.example.
shop.example. 60 IN TXT "v=spf1 " "-all"
a.shop.example. 60 IN CNAME B.example.
"""


class Server(BaseResolver):  # type: ignore[misc]
    """Serves a zone, and fails for names below ``broken``."""

    def resolve(self, request: DNSRecord, handler: DNSHandler) -> DNSRecord:
        if "broken" in str(request.q.qname):
            answer = request.reply()
            answer.header.rcode = RCODE.SERVFAIL
            return answer
        return ZoneResolver(ZONE).resolve(request, handler)


@pytest.fixture(scope="module")
def resolver() -> Iterator[Resolver]:
    logger = DNSLogger("-request,-reply,-truncated,-error")
    server = DNSServer(Server(), address="127.0.0.1", port=0, logger=logger)
    server.start_thread()
    yield Resolver(f"127.0.0.1:{server.server.server_address[1]}")
    server.stop()
    server.server.server_close()


@pytest.mark.parametrize(
    ("name", "type_name", "answer"),
    [
        ("shop.example", "MX", ("10 inbound.example",)),
        ("shop.example", "TXT", ("v=spf1 -all",)),
        ("a.shop.example", "CNAME", ("b.example",)),
        ("shop.example", "CNAME", Answer.NOTHING),
        ("none.shop.example", "TXT", Answer.NOTHING),
        ("broken.example", "TXT", Answer.SILENCE),
        (f"{'a' * 64}.example", "TXT", Answer.SILENCE),
    ],
)
def test_an_answer_is_its_values_nothing_or_silence(
    resolver: Resolver, name: str, type_name: str, answer: object
) -> None:
    assert resolver.look_up(name, type_name) == answer


@pytest.mark.parametrize("address", ["nowhere", "127.0.0.1:x", "[::1", ":53", ""])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        Resolver(address).look_up("shop.example", "MX")
    assert refused.value.fix
