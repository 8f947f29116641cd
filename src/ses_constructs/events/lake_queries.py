"""Questions to an event lake, ready to run in Athena."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_athena as athena
from aws_cdk import aws_s3 as s3
from constructs import Construct

RESULTS = "results"
"""Folder of the bucket."""
_LONGEST_NAME = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeQuery:
    """A saved query.

    Args:
        name: As Athena's console lists it.
        description: The question it answers.
        sql: ``?`` stands for a value that Athena asks for.
    """

    name: str
    description: str
    sql: str


QUERIES = (
    LakeQuery(
        name="events-by-day",
        description="How many messages had which event, by day and configuration set, in the last 30 days",
        sql="""
SELECT day,
  element_at(element_at(mail.tags, 'ses:configuration-set'), 1) AS configuration_set,
  eventtype,
  count(DISTINCT mail.messageid) AS messages
FROM events
WHERE day >= date_format(current_date - interval '30' day, '%Y-%m-%d')
GROUP BY 1, 2, 3
ORDER BY 1 DESC, 2, 3""",
    ),
    LakeQuery(
        name="rates-by-configuration-set",
        description="Which share of messages was delivered, bounced for good, brought complaints, was opened "
        "or clicked, in the last 30 days",
        sql="""
SELECT configuration_set,
  sent,
  round(1e2 * delivered / nullif(sent, 0), 2) AS delivered_percent,
  round(1e2 * bounced / nullif(sent, 0), 2) AS bounced_percent,
  round(1e2 * complained / nullif(sent, 0), 3) AS complained_percent,
  round(1e2 * opened / nullif(delivered, 0), 2) AS opened_percent,
  round(1e2 * clicked / nullif(delivered, 0), 2) AS clicked_percent
FROM (
  SELECT element_at(element_at(mail.tags, 'ses:configuration-set'), 1) AS configuration_set,
    count(DISTINCT CASE WHEN eventtype = 'Send' THEN mail.messageid END) AS sent,
    count(DISTINCT CASE WHEN eventtype = 'Delivery' THEN mail.messageid END) AS delivered,
    count(DISTINCT CASE WHEN bounce.bouncetype = 'Permanent' THEN mail.messageid END) AS bounced,
    count(DISTINCT CASE WHEN eventtype = 'Complaint' THEN mail.messageid END) AS complained,
    count(DISTINCT CASE WHEN eventtype = 'Open' THEN mail.messageid END) AS opened,
    count(DISTINCT CASE WHEN eventtype = 'Click' THEN mail.messageid END) AS clicked
  FROM events
  WHERE day >= date_format(current_date - interval '30' day, '%Y-%m-%d')
  GROUP BY 1
)
ORDER BY sent DESC""",
    ),
    LakeQuery(
        name="bounces-by-domain",
        description="Which domains turned mail down in the last 30 days, and what they said",
        sql="""
SELECT lower(split_part(address, '@', 2)) AS recipient_domain,
  bounce.bouncetype,
  bounce.bouncesubtype,
  count(DISTINCT mail.messageid) AS messages,
  arbitrary(answer) AS one_answer
FROM events
CROSS JOIN UNNEST(
  transform(bounce.bouncedrecipients, one -> one.emailaddress),
  transform(bounce.bouncedrecipients, one -> one.diagnosticcode)
) AS bounced (address, answer)
WHERE day >= date_format(current_date - interval '30' day, '%Y-%m-%d') AND eventtype = 'Bounce'
GROUP BY 1, 2, 3
ORDER BY messages DESC""",
    ),
    LakeQuery(
        name="history-of-an-address",
        description="What happened to mail to one address, as long as the lake remembers",
        sql="""
SELECT DISTINCT mail.timestamp AS sent_at,
  coalesce(delivery.timestamp, bounce.timestamp, complaint.timestamp, deliverydelay.timestamp, open.timestamp,
    click.timestamp, mail.timestamp) AS happened_at,
  eventtype,
  mail.messageid,
  coalesce(delivery.smtpresponse, bounce.bouncesubtype, complaint.complaintfeedbacktype,
    deliverydelay.delaytype, reject.reason, failure.errormessage, click.link) AS detail
FROM events
WHERE any_match(mail.destination, address -> strpos(lower(address), lower(?)) > 0)
ORDER BY happened_at""",
    ),
    LakeQuery(
        name="time-to-deliver",
        description="How long it took until a domain had taken the mail, in the last 30 days, in milliseconds",
        sql="""
SELECT lower(split_part(recipient, '@', 2)) AS recipient_domain,
  count(DISTINCT mail.messageid) AS messages,
  approx_percentile(delivery.processingtimemillis, 0.5) AS half_within,
  approx_percentile(delivery.processingtimemillis, 0.95) AS most_within
FROM events
CROSS JOIN UNNEST(delivery.recipients) AS delivered (recipient)
WHERE day >= date_format(current_date - interval '30' day, '%Y-%m-%d') AND eventtype = 'Delivery'
GROUP BY 1
ORDER BY messages DESC""",
    ),
    LakeQuery(
        name="clicks-by-link",
        description="Which links were followed in the last 30 days",
        sql="""
SELECT click.link,
  count(DISTINCT mail.messageid) AS messages,
  count(DISTINCT mail.messageid || click.timestamp) AS clicks
FROM events
WHERE day >= date_format(current_date - interval '30' day, '%Y-%m-%d') AND eventtype = 'Click'
GROUP BY 1
ORDER BY messages DESC""",
    ),
)
"""An event may be there twice, for Firehose and SES deliver at least once: messages are counted and not rows.

Firehose guide: Understand data delivery.
"""


def lake_workgroup(scope: Construct, *, bucket: s3.Bucket, database: str) -> athena.CfnWorkGroup:
    """A workgroup whose results go to the folder ``results`` of the bucket, with the queries saved in it.

    Source: Athena guide, Use workgroups to control query access and costs.
    """
    name = cdk.Names.unique_resource_name(
        scope, max_length=_LONGEST_NAME, separator="-", allowed_special_characters="-_"
    )
    made = athena.CfnWorkGroup(
        scope,
        "Workgroup",
        name=name,
        description="Questions to the events of Amazon SES",
        # A group with a history is not deleted otherwise; the results are in the bucket, and stay.
        recursive_delete_option=True,
        work_group_configuration=athena.CfnWorkGroup.WorkGroupConfigurationProperty(
            enforce_work_group_configuration=True,
            publish_cloud_watch_metrics_enabled=True,
            result_configuration=athena.CfnWorkGroup.ResultConfigurationProperty(
                output_location=f"s3://{bucket.bucket_name}/{RESULTS}/",
                encryption_configuration=_encryption(bucket),
            ),
        ),
    )
    for query in QUERIES:
        athena.CfnNamedQuery(
            scope,
            "".join(word.title() for word in query.name.split("-")),
            database=database,
            name=query.name,
            description=query.description,
            query_string=query.sql.strip(),
            work_group=made.ref,
        )
    return made


def _encryption(bucket: s3.Bucket) -> athena.CfnWorkGroup.EncryptionConfigurationProperty:
    key = bucket.encryption_key
    if key is None:
        return athena.CfnWorkGroup.EncryptionConfigurationProperty(encryption_option="SSE_S3")
    return athena.CfnWorkGroup.EncryptionConfigurationProperty(encryption_option="SSE_KMS", kms_key=key.key_arn)
