"""Firehose's format conversion: JSON in, Parquet by the columns of a Glue table out.

MiniStack converts with DuckDB and lowers the case of the outermost keys only. Here keys are lowered at any depth,
as Firehose's OpenX deserializer does; what does not fit the table goes to the error folder; and the roles of the
stream must have the rights that Firehose asks for.
"""

from __future__ import annotations

import importlib.util
import io
import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, cast

from ministack.core.responses import get_account_id, get_region
from ministack.services import firehose, glue

from ses_constructs.local.ministack.handlers import Made, Properties
from ses_constructs.local.ministack.hive_types import Field, NotOfTypeError, read
from ses_constructs.local.ministack.permissions import role_may
from ses_constructs.local.world import Place

if TYPE_CHECKING:
    import pyarrow as pa

_log = logging.getLogger("ses_constructs.parquet")
_CONVERSION = "DataFormatConversionConfiguration"
_READ_TABLE = "glue:GetTableVersions"
_role: ContextVar[str] = ContextVar("role")
Settings = Mapping[str, Any]


def install() -> None:
    """Takes the place of MiniStack's converter, and has streams write with the rights of their roles."""
    deliver, put = firehose._deliver_to_s3, firehose._put_s3_object

    def deliver_as_role(
        stream: Settings, dest: Settings, record_data: bytes, lambda_keys: Mapping[str, str] | None = None
    ) -> None:
        token = _role.set(str(dest["config"].get("RoleARN", "")))
        try:
            deliver(stream, dest, record_data, lambda_keys)
        finally:
            _role.reset(token)

    def put_as_role(bucket: str, key: str, body: bytes) -> None:
        if _may(_role.get(), "s3:PutObject", f"arn:{_here().partition}:s3:::{bucket}/{key}"):
            put(bucket, key, body)
        else:
            _log.error("Firehose: role %s may not write %s to %s", _role.get(), key, bucket)

    firehose._deliver_to_s3 = deliver_as_role
    firehose._put_s3_object = put_as_role
    firehose._convert_to_parquet = converted


def with_conversion(handlers: Mapping[str, Callable[..., Made]]) -> dict[str, Callable[..., Made]]:
    """MiniStack's ``create`` of streams, which fails at once where conversion could only fail later."""
    create = handlers["create"]

    def create_checked(logical_id: str, properties: Properties, stack_name: str) -> Made:
        destination = cast("Settings", properties.get("ExtendedS3DestinationConfiguration") or {})
        conversion = destination.get(_CONVERSION) or {}
        if conversion and str(conversion.get("Enabled", True)).lower() == "true":
            _check(destination, conversion)
        return create(logical_id, properties, stack_name)

    return {"create": create_checked}


def converted(conversion: Settings, data: bytes) -> bytes:
    """The file that a record becomes."""
    schema = conversion.get("SchemaConfiguration") or {}
    table = glue._tables.get(f"{schema.get('DatabaseName', '')}/{schema.get('TableName', '')}")
    if table is None or not _may(schema.get("RoleARN", ""), _READ_TABLE, _table_arn(schema)):
        raise firehose._conversion_error("table")
    columns = [
        Field(column["Name"], read(column.get("Type", "string")))
        for column in table["StorageDescriptor"]["Columns"]
    ]
    rows = [_row(document, columns) for document in firehose._json_documents(data)]
    return _file(rows, columns)


def _row(document: Mapping[str, object], columns: list[Field]) -> dict[str, object]:
    lowered = {key.lower(): value for key, value in document.items()}
    try:
        return {column.name: column.type.value(lowered.get(column.name)) for column in columns}
    except NotOfTypeError as error:
        _log.info("a record does not fit its table: %s", error)
        raise firehose._conversion_error("mismatch") from error


def _file(rows: list[dict[str, object]], columns: list[Field]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    schema: pa.Schema = pa.schema([(column.name, column.type.arrow()) for column in columns])
    written = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows, schema=schema), written, compression="snappy")
    return written.getvalue()


def _check(destination: Settings, conversion: Settings) -> None:
    """Raises what CreateDeliveryStream answers, and what only an emulator may lack."""
    if importlib.util.find_spec("pyarrow") is None:
        raise ValueError("the emulator writes Parquet with pyarrow, which is not installed: pip install pyarrow")
    size = int((destination.get("BufferingHints") or {}).get("SizeInMBs", 128))
    if size < 64:
        raise ValueError("BufferingHints.SizeInMBs must be at least 64 when data format conversion is enabled.")
    if destination.get("CompressionFormat", "UNCOMPRESSED") != "UNCOMPRESSED":
        raise ValueError("CompressionFormat must be UNCOMPRESSED when data format conversion is enabled.")
    schema = conversion.get("SchemaConfiguration") or {}
    if not _may(schema.get("RoleARN", ""), _READ_TABLE, _table_arn(schema)):
        raise ValueError(
            f"Role {schema.get('RoleARN')} is not authorized to perform: {_READ_TABLE} on {_table_arn(schema)}"
        )


def _table_arn(schema: Settings) -> str:
    return _here().arn("glue", f"table/{schema.get('DatabaseName')}/{schema.get('TableName')}")


def _may(role_arn: str, action: str, resource: str) -> bool:
    return role_may(role_arn.rpartition("/")[2], _here(), action=action, resource=resource)


def _here() -> Place:
    return Place(get_account_id(), get_region())
