"""The hosted zones of the emulator behind a real DNS server, as they are at each moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dnslib.dns import DNSRecord
from dnslib.server import BaseResolver, DNSHandler, DNSLogger, DNSServer
from dnslib.zoneresolver import ZoneResolver

from ses_constructs.local.emulator import Emulator


class LiveZones(BaseResolver):  # type: ignore[misc]
    """Answers with what Route 53 holds when it is asked.

    Args:
        emulator: Running.
    """

    def __init__(self, emulator: Emulator) -> None:
        self._route53: Any = emulator.client("route53")

    def resolve(self, request: DNSRecord, handler: DNSHandler) -> DNSRecord:
        """The answer for one question."""
        return ZoneResolver("\n".join(self._lines()) + "\n").resolve(request, handler)

    def _lines(self) -> Iterator[str]:
        for zone in self._route53.list_hosted_zones()["HostedZones"]:
            pages = self._route53.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone["Id"])
            for page in pages:
                for record in page["ResourceRecordSets"]:
                    for value in record.get("ResourceRecords", []):
                        yield f"{record['Name']} {record['TTL']} IN {record['Type']} {value['Value']}"


@contextmanager
def served_zones(emulator: Emulator) -> Iterator[str]:
    """The address, with its port, of a server of the emulator's zones."""
    logger = DNSLogger("-request,-reply,-truncated,-error")
    server = DNSServer(LiveZones(emulator), address="127.0.0.1", port=0, logger=logger)
    server.start_thread()
    try:
        yield f"127.0.0.1:{server.server.server_address[1]}"
    finally:
        server.stop()
        server.server.server_close()
