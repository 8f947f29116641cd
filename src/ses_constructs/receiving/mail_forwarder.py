"""Mail for one address that people read at another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from ses_constructs.access import SendForm, SendLimits
from ses_constructs.errors import ConflictingSettingsError, InvalidSettingError
from ses_constructs.facts import quotas
from ses_constructs.facts.addresses import checked_address
from ses_constructs.facts.domains import checked_domain
from ses_constructs.shared import located
from ses_constructs.shared.setting_types import checks_types

from .mail_handler import MailHandler, Work, check_size
from .returned_mail import ReturnedMail, SendsBySet

_CAME_BACK = (
    ". One that says 'came back' is about mail that a reader's mail server did not take: see to the reader's "
    "address, and tell the sender yourself where it says that they were not told"
)


@checks_types
class MailForwarder(MailHandler):
    """Forwards mail to other addresses, as it came but for its sender.

    Creates: a function, a table of what was forwarded (ids only, for 14 days), a dead-letter queue, two alarms, a
    rule on the event bus, an event destination, and a configuration set where the identity has none.

    SES sends from verified addresses only, so From becomes ``"Ada via support@example.com" <sender>``, and
    Reply-To the author: an answer goes to the right person. The body with its attachments stays, byte for byte.
    What would let a stranger steer SES or the reader's mail program (``X-SES-...``, a second From, requests for
    receipts) is taken out of the header, and so are signatures that no longer hold.

    What a reader's mail server does not take, now or hours later, comes back as an event. Operators hear of it:
    the queue says which message, reader and reason, and its alarm fires. The sender gets a bounce by SES's own
    ``SendBounce``, once for each recipient and without the reader's address, only if SPF passes, neither DKIM nor
    DMARC fails, and the message is not of a program, a mailing list or a bounce; SES bounces for 24 hours after it
    received a message. Automatic replies of readers are no bounces.

    Not forwarded, and kept in the bucket: what has a virus; spam, unless asked for; what came from here before,
    bounces of it included; what has passed more than 100 hosts. Of a message that is too large, or that SES
    refuses, the reader gets a notice with its place in the bucket. Each reader gets a message of their own, once;
    twice only if SES takes a message and its answer is lost.

    >>> from ses_constructs.identities import EmailAddressIdentity
    >>> forwarder = MailForwarder(
    ...     stack,
    ...     "Forwarder",
    ...     bucket=s3.Bucket(stack, "Bucket"),
    ...     identity=EmailAddressIdentity(stack, "Sender", address="forwarder@example.com"),
    ...     sender="forwarder@example.com",
    ...     forward_to={"support@example.com": ["ada@corp.example"]},
    ...     operators=sns.Topic(stack, "Operators"),
    ... )
    >>> len(forwarder.actions)
    2

    Args:
        bucket: Where the mail is kept, below ``prefix``.
        identity: What ``sender`` belongs to. Its default configuration set is used, and gets an event destination;
            where it has none, one is made.
        sender: The address that forwarded mail comes from. Do not read it at a place that forwards to here.
        forward_to: Readers by recipient: ``support@example.com`` (and its ``+tag`` forms) or a whole domain.
        operators: Gets the alarms.
        prefix: Left out: ``forwarded/``.
        largest_bytes: Of a message that is forwarded whole. Left out: 40 MB less 64 KB, what SES sends.
        forward_spam: True forwards spam too, which harms the domain's reputation. Left out: false.

    Raises:
        InvalidSettingError: for an address or a domain that is none, no reader, or a size that SES does not send.
        ConflictingSettingsError: when a reader is forwarded from here too, or is the sender.

    Guide: Invoke Lambda function action; Service quotas in Amazon SES (message size). API: SendBounce. RFC 3834.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        bucket: s3.IBucket,
        identity: SendsBySet,
        sender: str,
        forward_to: Mapping[str, Sequence[str]],
        operators: sns.ITopic,
        prefix: str = "forwarded/",
        largest_bytes: int | None = None,
        forward_spam: bool = False,
    ) -> None:
        largest = quotas.LARGEST_FORWARDED_BYTES if largest_bytes is None else largest_bytes
        with located(scope, id):
            sender = checked_address("sender", sender)
            told = _checked(forward_to, sender)
            _check_largest(largest)
        environment = {
            "SENDER": sender,
            "FORWARD_TO": json.dumps(told),
            "LARGEST_BYTES": str(largest),
            "FORWARD_SPAM": "yes" if forward_spam else "no",
        }
        work = Work(
            code="forward_mail",
            description="Forwards received mail to other addresses",
            environment=environment,
            also_queued=_CAME_BACK,
        )
        super().__init__(scope, id, bucket=bucket, prefix=prefix, operators=operators, work=work)
        self._let_read()
        self._let_tell(identity, sender)
        self._remember("dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")

    def _let_tell(self, identity: SendsBySet, sender: str) -> None:
        """Forwards and bounces come from one address; what came back lies in the queue."""
        returned = ReturnedMail(self, "Returned", function=self.function, identity=identity)
        identity.grant_send(
            self.function.role,
            forms=[SendForm.RAW],
            configuration_sets=[] if identity.configuration_set is not None else [returned.configuration_set],
            limits=SendLimits(from_addresses=(sender,)),
        )
        self._let_bounce(identity, sender)
        queue = self.dead_letter_queue
        if queue is not None:
            # The role may write to it already: Lambda does so in its name.
            self.function.function.add_environment("CAME_BACK", queue.queue_url)


def _checked(forward_to: Mapping[str, Sequence[str]], sender: str) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for recipient, readers in forward_to.items():
        is_address = "@" in recipient
        name = checked_address("forward_to", recipient) if is_address else checked_domain("forward_to", recipient)
        told[name.lower()] = [checked_address("forward_to", reader) for reader in readers]
    if not told or not all(told.values()):
        raise InvalidSettingError(
            "forward_to",
            dict(forward_to),
            "leaves mail without a reader",
            fix="give readers for each recipient, such as {'support@example.com': ['ada@corp.example']}",
        )
    check_size("forward_to", json.dumps(told))
    for reader in dict.fromkeys(reader.lower() for readers in told.values() for reader in readers):
        if reader in told or reader.rpartition("@")[2] in told or reader == sender.lower():
            raise ConflictingSettingsError(
                f"mail forwarded to {reader} would come back to this forwarder",
                fix="name readers whose mail goes elsewhere",
            )
    return told


def _check_largest(largest: int) -> None:
    if not 1024 <= largest <= quotas.LARGEST_FORWARDED_BYTES:
        raise InvalidSettingError(
            "largest_bytes",
            largest,
            f"is not from 1024 to {quotas.LARGEST_FORWARDED_BYTES}, the most that SES sends with a new header",
            fix="leave it out, or give a size such as 10_000_000",
            see="Service quotas in Amazon SES",
        )
