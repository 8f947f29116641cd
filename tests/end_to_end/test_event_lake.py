"""From a mail to a row: the example deployed, every kind of event sent, and the files read by the table."""

from __future__ import annotations

import importlib
import io
import json
from datetime import UTC, datetime
from typing import Any

import aws_cdk as cdk
import pyarrow as pa
import pytest
from pyarrow import compute, parquet

from ses_constructs.local.ministack.hive_types import read
from ses_constructs.local.platform import wait_for
from ses_constructs.local.ses.events import EventType
from tests.end_to_end.account import CUSTOMER, Account
from tests.end_to_end.assembly import Assembly
from tests.events.lake_sql import ask

ME = "me@mail.example"
TAGS = [{"Name": "Campaign", "Value": "spring"}]


class Lake:
    """The example, in an emptied account."""

    def __init__(self, account: Account, assembly: Assembly) -> None:
        self.account = account
        self._assembly = assembly
        self._stack: type[cdk.Stack] = importlib.import_module("examples.event_lake").AskTheLake
        assembly.deploy(self._build)
        self.bucket = self.id("AWS::S3::Bucket", "Lake")
        self.newsletter = self.id("AWS::SES::ConfigurationSet", "Newsletter")
        glue: Any = account.emulator.client("glue")
        (self.database,) = [one["Name"] for one in glue.get_databases()["DatabaseList"]]
        self.table: dict[str, Any] = glue.get_table(DatabaseName=self.database, Name="events")["Table"]

    def id(self, type: str, prefix: str) -> str:
        return self.account.physical_id("Example", type, prefix)

    def destroy(self) -> list[str]:
        self._assembly.destroy(self._build)
        return sorted(self.account.leftovers())

    def rows(self) -> list[dict[str, Any]]:
        files = [body for key, body in self.account.objects(self.bucket).items() if key.startswith("events/")]
        tables = [parquet.read_table(io.BytesIO(body)) for body in files]
        return pa.concat_tables(tables).to_pylist(maps_as_pydicts="strict") if tables else []

    def table_rows(self) -> pa.Table:
        """What Athena sees: the files, with the partition that the name of their folder says."""
        tables = []
        for key, body in self.account.objects(self.bucket).items():
            folder, _, rest = key.partition("/")
            if folder == "events":
                (day,) = [part.removeprefix("day=") for part in rest.split("/") if part.startswith("day=")]
                table = parquet.read_table(io.BytesIO(body))
                tables.append(table.append_column("day", pa.array([day] * table.num_rows, pa.string())))
        return pa.concat_tables(tables)

    def kinds(self) -> list[str]:
        return sorted(row["eventtype"] for row in self.rows())

    def _build(self, app: cdk.App) -> None:
        self._stack(app, "Example")


@pytest.fixture
def lake(emptied: Account, assembly: Assembly) -> Lake:
    return Lake(emptied, assembly)


def send(lake: Lake, to: str, html: str = "<p>A mail.</p>", **more: Any) -> str:
    content = {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Html": {"Data": html}}}}
    sent = lake.account.ses.send_email(
        FromEmailAddress=ME,
        Destination={"ToAddresses": [to]},
        ConfigurationSetName=lake.newsletter,
        **{"Content": content, "EmailTags": TAGS, **more},
    )
    return sent["MessageId"]


def test_every_kind_of_event_becomes_a_row_of_the_table(lake: Lake) -> None:
    account, ses = lake.account, lake.account.ses
    ses.create_email_identity(EmailIdentity=ME)
    account.emulator.confirm_address(ME)
    track_too(lake)
    seen = send(lake, CUSTOMER, '<a href="https://shop.example/" ses:tags="place:top">Shop</a>')
    every_event(lake, seen)
    wait_for("a row of each", lambda: set(lake.kinds()) == {kind.record_name for kind in EventType}, patience=15)
    rows = {row["eventtype"]: row for row in lake.rows()}
    assert rows["Bounce"]["bounce"]["bouncedrecipients"][0]["emailaddress"] == "gone@bounce.test"
    assert rows["Bounce"]["bounce"]["bouncetype"] == "Permanent"
    assert rows["Complaint"]["complaint"]["complainedrecipients"] == [{"emailaddress": "angry@complaint.test"}]
    assert isinstance(rows["Delivery"]["delivery"]["processingtimemillis"], int)
    assert rows["DeliveryDelay"]["deliverydelay"]["delayedrecipients"][0]["emailaddress"] == "later@delay.test"
    assert rows["Click"]["click"]["linktags"] == {"place": ["top"]}
    assert rows["Click"]["click"]["link"] == "https://shop.example/"
    assert rows["Rendering Failure"]["failure"]["templatename"] == "greeting"
    assert rows["Subscription"]["subscription"]["newtopicpreferences"]["unsubscribeall"] is True
    assert rows["Reject"]["reject"]["reason"] == "Bad content"
    for row in rows.values():
        mail = row["mail"]
        assert mail["tags"]["ses:configuration-set"] == [lake.newsletter]
        # Nobody asked for headers.
        assert "headers" not in mail
    assert rows["Send"]["mail"]["tags"]["campaign"] == ["spring"]
    assert "ipaddress" not in rows["Open"]["open"]
    the_files_are_what_the_table_says(lake)
    what_does_not_fit_is_kept_as_it_came(lake)
    queries_are_saved_and_answer(lake, seen)
    bucket = lake.bucket
    ses.delete_email_identity(EmailIdentity=ME)
    ses.delete_contact_list(ContactListName="readers")
    ses.delete_email_template(TemplateName="greeting")
    assert lake.destroy() == sorted([f"bucket {bucket}", f"configuration set {lake.newsletter}"])


def track_too(lake: Lake) -> None:
    """Lets opens and clicks into the lake, which the example leaves out, for they change the mail."""
    ses: Any = lake.account.ses
    name = {"ConfigurationSetName": lake.newsletter}
    (made,) = ses.get_configuration_set_event_destinations(**name)["EventDestinations"]
    kinds = [*made["MatchingEventTypes"], "OPEN", "CLICK"]
    assert set(kinds) == set(EventType)
    ses.update_configuration_set_event_destination(
        **name,
        EventDestinationName=made["Name"],
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": kinds,
            "KinesisFirehoseDestination": made["KinesisFirehoseDestination"],
        },
    )


def every_event(lake: Lake, seen: str) -> None:
    account, ses = lake.account, lake.account.ses
    send(lake, "gone@bounce.test")
    send(lake, "angry@complaint.test")
    send(lake, "later@delay.test")
    account.emulator.open_message(seen)
    account.emulator.follow_link(seen, "https://shop.example/")
    ses.create_email_template(
        TemplateName="greeting", TemplateContent={"Subject": "Hello {{name}}", "Text": "Hello {{name}}"}
    )
    send(lake, CUSTOMER, Content={"Template": {"TemplateName": "greeting", "TemplateData": "{}"}})
    ses.create_contact_list(ContactListName="readers")
    ses.create_contact(ContactListName="readers", EmailAddress=CUSTOMER)
    listed = send(lake, CUSTOMER, ListManagementOptions={"ContactListName": "readers"})
    account.emulator.unsubscribe(listed, contact_list="readers")
    virus = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    send(lake, CUSTOMER, virus)


def the_files_are_what_the_table_says(lake: Lake) -> None:
    """Column by column, and each file where the projected partition of its day is looked for."""
    columns = lake.table["StorageDescriptor"]["Columns"]
    expected = pa.schema([(column["Name"], read(column["Type"]).arrow()) for column in columns])
    today = datetime.now(UTC).date().isoformat()
    where = lake.table["Parameters"]["storage.location.template"].replace("${day}", today)
    for key, body in lake.account.objects(lake.bucket).items():
        assert f"s3://{lake.bucket}/{key}".startswith(where)
        assert key.endswith(".parquet")
        assert parquet.read_schema(io.BytesIO(body)) == expected
    files = [io.BytesIO(body) for body in lake.account.objects(lake.bucket).values()]
    table = pa.concat_tables([parquet.read_table(file) for file in files])
    kind, bounce = table["eventtype"], table["bounce"]
    # A column is filled where its event is, and null anywhere else.
    assert compute.equal(kind, "Bounce").to_pylist() == compute.is_valid(bounce).to_pylist()


def what_does_not_fit_is_kept_as_it_came(lake: Lake) -> None:
    firehose = lake.account.emulator.client("firehose")
    (stream,) = firehose.list_delivery_streams()["DeliveryStreamNames"]
    bad = json.dumps({"eventType": "Delivery", "delivery": {"processingTimeMillis": "soon"}}).encode()
    firehose.put_record(DeliveryStreamName=stream, Record={"Data": bad})

    def errors() -> list[bytes]:
        found = lake.account.objects(lake.bucket)
        return [body for key, body in found.items() if key.startswith("errors/format-conversion-failed/")]

    wait_for("the error", lambda: len(errors()) == 1)
    told = json.loads(errors()[0])
    assert told["ErrorCode"] == "DataFormatConversion.MalformedData"
    assert told["dataCatalogTable"]["databaseName"] == lake.database


def queries_are_saved_and_answer(lake: Lake, seen: str) -> None:
    athena: Any = lake.account.emulator.client("athena")
    group = lake.id("AWS::Athena::WorkGroup", "Lake")
    settings = athena.get_work_group(WorkGroup=group)["WorkGroup"]["Configuration"]
    assert settings["EnforceWorkGroupConfiguration"]
    assert settings["ResultConfiguration"]["OutputLocation"] == f"s3://{lake.bucket}/results/"
    ids = athena.list_named_queries(WorkGroup=group)["NamedQueryIds"]
    saved = [athena.get_named_query(NamedQueryId=one)["NamedQuery"] for one in ids]
    assert len(saved) == 6
    assert {query["Database"] for query in saved} == {lake.database}
    sql = {query["Name"]: query["QueryString"] for query in saved}
    rows = lake.table_rows()
    by_day = {(row["day"], row["eventtype"]): row["messages"] for row in ask(rows, sql["events-by-day"])}
    today = datetime.now(UTC).date().isoformat()
    assert {kind for _, kind in by_day} == {kind.record_name for kind in EventType}
    assert (by_day[today, "Bounce"], by_day[today, "Open"]) == (1, 1)
    (rates,) = ask(rows, sql["rates-by-configuration-set"])
    assert (rates["configuration_set"], rates["sent"]) == (lake.newsletter, by_day[today, "Send"])
    assert rates["bounced_percent"] == pytest.approx(100 / rates["sent"], abs=0.01)
    (bounce,) = ask(rows, sql["bounces-by-domain"])
    assert (bounce["recipient_domain"], bounce["bouncetype"], bounce["messages"]) == (
        "bounce.test",
        "Permanent",
        1,
    )
    history = ask(rows, sql["history-of-an-address"], CUSTOMER.upper())
    # The two are of the same millisecond at times, and then in any order.
    assert {row["eventtype"] for row in [row for row in history if row["messageid"] == seen][:2]} == {
        "Send",
        "Delivery",
    }
    (slow,) = [r for r in ask(rows, sql["time-to-deliver"]) if r["recipient_domain"] == CUSTOMER.split("@")[1]]
    assert 0 <= slow["half_within"] <= slow["most_within"]
    assert ask(rows, sql["clicks-by-link"]) == [{"link": "https://shop.example/", "messages": 1, "clicks": 1}]
