"""Mail that SES encrypts is for the S3 Encryption Client only."""

from __future__ import annotations

from collections.abc import Iterator

from ses_constructs.review.finding import Finding, Rule, Severity
from ses_constructs.review.receiving import Action, actions, actions_of_kind, function_of
from ses_constructs.review.template import Assembly, Resource

RULE = Rule(
    id="receipt-mail-unreadable",
    severity=Severity.ERROR,
    why=(
        "With KmsKeyArn SES encrypts the message before it stores it; a function that reads the object gets"
        " ciphertext, and only the Java and Ruby clients can decrypt it."
    ),
    cure="Drop KmsKeyArn, and encrypt the bucket itself with the key.",
    source="Guide: Deliver to S3 bucket action; Data protection in Amazon SES",
)


_CAN_DECRYPT = ("java", "ruby", "provided")


def check(assembly: Assembly) -> Iterator[Finding]:
    for action in actions_of_kind(assembly, "S3Action"):
        key = action.settings.get("KmsKeyArn")
        is_given = key.reference is not None or key.shape not in ("", "*")
        for reader in _readers(action) if is_given else ():
            runtime = reader.get("Runtime").literal
            if runtime is not None and not runtime.startswith(_CAN_DECRYPT):
                yield RULE.at(key.place, f"{reader.logical_id} ({runtime}) reads mail that SES encrypts")


def _readers(action: Action) -> Iterator[Resource]:
    """Functions that the mail is handed to: by the rule itself, or by the bucket's notices."""
    places = [one.settings.get("FunctionArn") for one in actions(action.rule) if one.kind == "LambdaAction"]
    bucket = action.settings.get("BucketName").names("AWS::S3::Bucket")
    if bucket is not None:
        notices = bucket.get("NotificationConfiguration.LambdaConfigurations").items
        places.extend(notice.get("Function") for notice in notices)
    for place in places:
        function = function_of(place)
        if function is not None:
            yield function
