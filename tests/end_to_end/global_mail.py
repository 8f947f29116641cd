"""Mail by a global endpoint.

boto3 signs such a request for several regions, with an extension in C that is not needed: this signs it for one.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from ses_constructs.local.emulator import Emulator
from tests.end_to_end.account import CUSTOMER


def send_by_endpoint(
    emulator: Emulator, sender: str, endpoint_id: str | None, *, session: boto3.Session | None = None
) -> int:
    """Sends one mail and returns the HTTP status; as the emulator's own account, or as a session of a role."""
    body = {
        "FromEmailAddress": sender,
        "Destination": {"ToAddresses": [CUSTOMER]},
        "Content": {"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "A mail."}}}},
        **({} if endpoint_id is None else {"EndpointId": endpoint_id}),
    }
    url, data = f"{emulator.endpoint}/v2/email/outbound-emails", json.dumps(body).encode()
    signed = AWSRequest("POST", url, {"content-type": "application/json"}, data)
    SigV4Auth(_credentials(emulator, session), "ses", emulator.region).add_auth(signed)
    request = urllib.request.Request(url, data=data, headers=dict(signed.headers), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def _credentials(emulator: Emulator, session: boto3.Session | None) -> Credentials:
    if session is None:
        known = emulator.credentials()
        return Credentials(known["AWS_ACCESS_KEY_ID"], known["AWS_SECRET_ACCESS_KEY"])
    found = session.get_credentials()
    assert found is not None
    return Credentials(found.access_key, found.secret_key, found.token)
