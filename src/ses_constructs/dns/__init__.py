"""Where DNS records go: a hosted zone here, or a printed list for somebody else's DNS."""

from .dns import Dns
from .record import DnsRecord

__all__ = ["Dns", "DnsRecord"]
