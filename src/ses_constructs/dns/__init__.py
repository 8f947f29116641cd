"""Where DNS records go: a hosted zone here, or a printed list for somebody else's DNS."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .dns import Dns
    from .record import DnsRecord

__all__ = ["Dns", "DnsRecord"]
__getattr__ = on_demand(__name__, Dns="dns", DnsRecord="record")
