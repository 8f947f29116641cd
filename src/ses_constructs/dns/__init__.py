"""Where DNS records go: a hosted zone here, or a printed list for somebody else's DNS."""

from typing import TYPE_CHECKING

from ses_constructs.on_demand import on_demand

if TYPE_CHECKING:
    from .custom_records import ExistingRecords
    from .dns import Dns
    from .record import DnsRecord
    from .records_role import RecordsRole

__all__ = ["Dns", "DnsRecord", "ExistingRecords", "RecordsRole"]
__getattr__ = on_demand(
    __name__,
    Dns="dns",
    DnsRecord="record",
    ExistingRecords="custom_records",
    RecordsRole="records_role",
)
