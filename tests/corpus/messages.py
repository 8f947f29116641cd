"""Messages as the world sends them: well-formed, odd, broken and hostile."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP

Make = Callable[[], bytes]
HEAD = b"From: Ada <ada@author.test>\r\nTo: support@example.com\r\nMessage-ID: <1@author.test>\r\n"
PLAIN = HEAD + b"Subject: Hello\r\n\r\nThe text.\r\n"
MEBIBYTE = 1024 * 1024
CHARSETS = (
    *("us-ascii", "utf-8", "utf-7", "utf-16", "iso-8859-1", "iso-8859-15", "windows-1252", "koi8-r"),
    *("shift_jis", "iso-2022-jp", "gb2312", "gb18030", "big5", "euc-kr", "unknown-8bit", "made-up"),
)
TRANSFERS = ("7bit", "8bit", "binary", "quoted-printable", "base64", "x-uuencode", "base-64", "")
FILENAMES = {
    "a path": 'filename="../../etc/passwd"',
    "a path of Windows": 'filename="C:\\\\Windows\\\\cmd.exe"',
    "quotes": "filename='\"><script>'",
    "a line break": 'filename="=?utf-8?q?a=0d=0aX-Evil:_1?="',
    "a zero": 'filename="a\x00.pdf"',
    "RFC 2231": "filename*=utf-8''r%C3%A9sum%C3%A9.pdf",
    "RFC 2231 in parts": "filename*0*=utf-8''long%20;\r\n filename*1=name.pdf",
    "RFC 2231 of no charset": "filename*=made-up'xx'%ff.pdf",
    "RFC 2231 broken": "filename*0*=x; filename*2*=%zz; filename*1*='",
    "300 letters": f'filename="{"x" * 300}.pdf"',
    "nothing": "",
    "an empty name": 'filename=""',
    "dots": 'filename="..."',
    "a word encoded": 'filename="=?utf-8?b?w6k=?=.pdf"',
    "a word broken": 'filename="=?utf-8?b?w6k?x?="',
}
SUBJECTS = {
    "encoded in B": b"=?utf-8?b?w5xiZXI=?=",
    "encoded in Q": b"=?iso-8859-1?q?=DCber?=",
    "of no charset": b"=?made-up?q?x?=",
    "encoded wrongly": b"=?utf-8?b?w5x%%%?= =?utf-8?q?=zz?= =?=?=",
    "cut in a letter": b"=?utf-8?b?w5w?= =?utf-8?b?w?=",
    "of raw bytes": b"\xdcber \xff\xfe",
    "with a line break": b"=?utf-8?q?a=0d=0aBcc:_eve@evil.test=0d=0a=0d=0abody?=",
    "with a zero": b"a\x00b",
    "very long": b"x" * 100_000,
    "of many words": b"=?utf-8?q?a?= " * 3000,
    "folded": b"one\r\n two\r\n\tthree",
    "folded with nothing": b"one\r\n \r\n\t\r\n two",
    "empty": b"",
    "of emoji": "📎 ✉️".encode(),
}
AUTHORS = {
    "without an address": b"From: nobody",
    "empty": b"From:",
    "missing": b"X-Nothing: 1",
    "two": b"From: a@one.test, b@two.test",
    "two fields": b"From: a@one.test\r\nFrom: b@two.test",
    "a group": b"From: Team: a@one.test, b@two.test;",
    "a comment": b"From: ada@author.test (Ada (of (course)))",
    "unclosed": b'From: "Ada <ada@author.test>',
    "angle": b"From: <<ada@author.test>>",
    "an injection in its name": b"From: =?utf-8?q?a=0d=0aBcc:_eve@evil.test?= <ada@author.test>",
    "an injection in its address": b"From: <ada=0d=0aBcc:eve@evil.test>",
    "a bare return": b"From: Ada\rBcc: eve@evil.test\r <ada@author.test>",
    "outside ASCII": "From: Ädä <ädä@author.test>".encode(),
    "quoted": b'From: "a, b <c@d.test>" <ada@author.test>',
    "of ten thousand": b"From: " + b", ".join(b"a%d@x.test" % n for n in range(10_000)),
    "nested brackets": b"From: " + b"(" * 5000 + b"a@x.test",
    "sender itself": b"From: forwarder@example.com",
    "in upper case": b"FROM: ADA@AUTHOR.TEST",
}
HOSTILE = {
    "headers for SES": b"X-SES-CONFIGURATION-SET: evil\r\nx-ses-message-tags: a=b\r\nX-SES-SOURCE-ARN: arn",
    "a hidden header": b"X-Fine: 1\rX-SES-CONFIGURATION-SET: evil\rBcc: eve@evil.test",
    "a second everything": b"Subject: a\r\nSubject: b\r\nContent-Type: text/plain\r\nContent-Type: text/html"
    b"\r\nMIME-Version: 1.0\r\nMIME-Version: 1.0\r\nDate: x\r\nDate: y",
    "Reply-To with a break": b"Reply-To: =?utf-8?q?a=40b.test=0d=0aBcc:_eve=40evil.test?=",
    "Reply-To of rubbish": b"Reply-To: ;;;,,,<>@@@",
    "Reply-To of many": b"Reply-To: " + b", ".join(b"r%d@x.test" % n for n in range(500)),
    "Message-ID with a break": b"Message-ID: <a\r\n\tb@x> =?utf-8?q?=0d=0aBcc:_eve?=",
    "References of rubbish": b"References: " + b"<x@y> " * 5000,
    "Bcc": b"Bcc: eve@evil.test",
    "receipts": b"Disposition-Notification-To: eve@evil.test\r\nReturn-Receipt-To: eve@evil.test",
    "old signatures": b"DKIM-Signature: v=1; a=x\r\nDomainKey-Signature: y\r\nARC-Seal: i=1",
    "ten thousand headers": b"\r\n".join(b"X-%d: 1" % n for n in range(10_000)),
    "a megabyte of one header": b"X-Large: " + b"y" * MEBIBYTE,
    "no colon": b"this is no header",
    "a blank name": b": value",
    "letters outside ASCII": "X-Grüße: ä\r\nX-Value: ä".encode(),
}
AUTOMATIC = {
    "a reply": b"Auto-Submitted: auto-replied (vacation)",
    "a notice": b"Auto-Submitted: auto-generated",
    "a list": b"List-Id: <list.example>",
    "a list to leave": b"List-Unsubscribe: <mailto:x@y.test>",
    "bulk": b"Precedence: bulk",
    "a wish for silence": b"X-Auto-Response-Suppress: DR, AutoReply",
    "our own": b"X-Loop: forwarder@example.com",
    "our own in capitals": b"X-LOOP: FORWARDER@EXAMPLE.COM",
    "150 hosts": b"\r\n".join([b"Received: from a by b"] * 150),
}
CONTENT_TYPES = (
    b";;;",
    b"/",
    b"multipart/mixed",
    b"multipart/mixed; boundary=",
    b'multipart/mixed; boundary="never-seen"',
    b"multipart/mixed; boundary=" + b"x" * 5000,
    b"text/plain; charset",
    b"text/plain; charset==?x?=",
    b"text/plain; charset*=utf-16'x'y",
    b"text/html; charset=\xff",
    b"message/rfc822",
    b"message/partial; id=x; number=1",
    b"message/external-body; access-type=local-file; name=/etc/passwd",
    b"application/ms-tnef; name=winmail.dat",
    b"text/calendar; method=REQUEST",
    b"application/pkcs7-mime; smime-type=enveloped-data",
    b"multipart/signed; protocol=x; boundary=b",
    b"multipart/report; report-type=delivery-status; boundary=b",
    b"multipart/\r\n mixed;\r\n boundary=b",
)
BODY = "Grüße, 日本語, привет.\r\nLine two.\r\n"


def everything() -> dict[str, Make]:
    """Each message by its name, made when it is asked for."""
    found: dict[str, Make] = {}
    for kind, made in (
        ("size", _sizes()),
        ("tree", _trees()),
        ("encoding", _encodings()),
        ("attachment", _attachments()),
        ("malformed", _malformed()),
        ("header", _headers()),
        ("returned", _returned()),
    ):
        for name, make in made:
            assert f"{kind}: {name}" not in found
            found[f"{kind}: {name}"] = make
    return found


def _fixed(raw: bytes) -> Make:
    return lambda: raw


def _sizes() -> Iterator[tuple[str, Make]]:
    yield "nothing", _fixed(b"")
    yield "1 byte", _fixed(b"x")
    yield "1 line break", _fixed(b"\n")
    yield "only a header", _fixed(HEAD)
    yield "only a body", _fixed(b"\r\nonly a body")
    yield "an empty body", _fixed(HEAD + b"\r\n")
    yield "one line of a megabyte", lambda: HEAD + b"\r\n" + b"z" * MEBIBYTE
    yield "5 MB attached", lambda: _attached(5 * MEBIBYTE)
    yield "40 MB", lambda: _attached(29 * MEBIBYTE)[: 40 * MEBIBYTE]


def _attached(size: int) -> bytes:
    data = base64.encodebytes(bytes(range(256)) * (size // 256)).replace(b"\n", b"\r\n")
    head = HEAD + b'MIME-Version: 1.0\r\nContent-Type: application/zip; name="big.zip"\r\n'
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + data


def _trees() -> Iterator[tuple[str, Make]]:
    text = EmailMessage(policy=SMTP)
    text["From"], text["To"], text["Subject"] = "Ada <ada@author.test>", "support@example.com", "Tree"
    text.set_content("Plain.")
    yield "text", _fixed(text.as_bytes())
    text.add_alternative("<p>HTML</p>", subtype="html")
    yield "alternative", _fixed(text.as_bytes())
    html = text.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.add_related(b"GIF89a", maintype="image", subtype="gif", cid="<logo@x>")
    yield "related", _fixed(text.as_bytes())
    text.add_attachment("a,b", subtype="csv", filename="t.csv")
    text.add_attachment(text.as_bytes(), maintype="application", subtype="octet-stream", filename="all.bin")
    yield "mixed", _fixed(text.as_bytes())
    for parts in (1, 2, 500, 1200):
        yield f"{parts} parts", lambda parts=parts: _wide(parts)  # type: ignore[misc]
    for depth in (2, 20, 90, 110, 500, 3000):
        yield f"{depth} deep", lambda depth=depth: _deep(depth)  # type: ignore[misc]
    yield "a message in a message", _fixed(_inside(PLAIN))
    yield "messages in messages", lambda: _inside(_inside(_inside(_inside(PLAIN))))
    yield "100 messages in messages", lambda: _matryoshka(100)


def _wide(parts: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain; name=n.txt\r\n\r\nx\r\n"
    return (
        HEAD
        + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + part * parts
        + b"--b--\r\n"
    )


def _deep(depth: int) -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)
    )
    return HEAD + b"MIME-Version: 1.0\r\n" + opened + b"Content-Type: text/plain\r\n\r\nThe bottom.\r\n"


def _inside(raw: bytes) -> bytes:
    return HEAD + b"MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" + raw


def _matryoshka(times: int) -> bytes:
    raw = PLAIN
    for _ in range(times):
        raw = _inside(raw)
    return raw


def _encodings() -> Iterator[tuple[str, Make]]:
    for charset in CHARSETS:
        try:
            data = BODY.encode(charset, errors="replace")
        except LookupError:
            data = BODY.encode()
        for transfer in TRANSFERS:
            yield f"{charset} in {transfer or 'nothing'}", _fixed(_encoded(data, charset, transfer))


def _encoded(data: bytes, charset: str, transfer: str) -> bytes:
    if transfer == "base64":
        data = base64.encodebytes(data)
    elif transfer == "quoted-printable":
        data = quopri.encodestring(data)
    told = f"Content-Transfer-Encoding: {transfer}\r\n" if transfer else ""
    head = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n{told}\r\n"
    return HEAD + head.encode() + data


def _attachments() -> Iterator[tuple[str, Make]]:
    for name, said in FILENAMES.items():
        part = f"Content-Type: application/pdf\r\nContent-Disposition: attachment; {said}\r\n\r\n%PDF\r\n"
        raw = HEAD + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        yield f"its name has {name}", _fixed(raw + part.encode() + b"--b--\r\n")
    for name, data in {"base64 of rubbish": b"%%%", "base64 cut": b"QUJ", "base64 of one letter": b"Q"}.items():
        head = b"MIME-Version: 1.0\r\nContent-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        yield name, _fixed(HEAD + head + data)


def _malformed() -> Iterator[tuple[str, Make]]:
    yield "lines end in LF", _fixed(PLAIN.replace(b"\r\n", b"\n"))
    yield "lines end in CR", _fixed(PLAIN.replace(b"\r\n", b"\r"))
    yield "zeros", _fixed(PLAIN.replace(b"e", b"\x00"))
    yield "rubbish", _fixed(bytes(range(256)) * 40)
    yield "a line of mbox first", _fixed(b"From ada@author.test Fri Nov 20\r\n" + PLAIN)
    yield "a continuation first", _fixed(b" folded\r\n" + PLAIN)
    yield "a byte order mark first", _fixed(b"\xef\xbb\xbf" + PLAIN)
    yield "blank lines first", _fixed(b"\r\n\r\n" + PLAIN)
    yield "no blank line", _fixed(HEAD + b"The text at once.\r\nAnd more.")
    for number, kind in enumerate(CONTENT_TYPES):
        head = HEAD + b"MIME-Version: 1.0\r\nContent-Type: " + kind + b"\r\n\r\n"
        yield f"content type {number}", _fixed(head + b"--b\r\n\r\nPart.\r\n--b--\r\n")
        yield f"content type {number}, cut", _fixed(head + b"--b\r\nContent-Ty")


def _headers() -> Iterator[tuple[str, Make]]:
    for name, subject in SUBJECTS.items():
        yield f"subject {name}", _fixed(HEAD + b"Subject: " + subject + b"\r\n\r\nText.\r\n")
    for name, author in AUTHORS.items():
        yield f"author {name}", _fixed(author + b"\r\nTo: support@example.com\r\nSubject: x\r\n\r\nText.\r\n")
    for group in (HOSTILE, AUTOMATIC):
        for name, lines in group.items():
            yield name, _fixed(HEAD + lines + b"\r\nSubject: x\r\n\r\nText.\r\n")


def _returned() -> Iterator[tuple[str, Make]]:
    status = b"Reporting-MTA: dns; mail.test\r\n\r\nFinal-Recipient: rfc822; x@y.test\r\nAction: failed\r\n"
    ours = b"X-Loop: forwarder@example.com\r\nSubject: Hello\r\n\r\nText\r\n"
    for name, back in (("of somebody's", PLAIN), ("of ours", HEAD + ours), ("without the message", b"")):
        raw = (
            b"From: MAILER-DAEMON@mail.test\r\nTo: support@example.com\r\nAuto-Submitted: auto-replied\r\n"
            b"MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            b"--b\r\n\r\nNot delivered.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            + status
            + b"--b\r\nContent-Type: message/rfc822\r\n\r\n"
            + back
            + b"\r\n--b--\r\n"
        )
        yield f"a bounce {name}", _fixed(raw)
    complaint = b"Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n"
    yield "a complaint", _fixed(HEAD + b"MIME-Version: 1.0\r\n" + complaint)
