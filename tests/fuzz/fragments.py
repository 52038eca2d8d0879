"""What each kind of file is made of: words for whoever makes up files that no tool would write."""

CSV = (
    b'"', b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xe9",
    b"email", b"Name", b"phone", b"ann@x.example", b"+493023125101", b"sep=;\n", b"Total", b"9.17E+11", b"'", b'""',
    b"id,name,email\n", b"1;2,5;3\n", b"#REF!", b"\x1a", b"\xc2\x85", b"\xe2\x80\xa8", b"\x0b", b"\x0c", b" ",
)  # fmt: skip
JSON = (
    b"{", b"}", b"[", b"]", b":", b",", b'"', b"null", b"NaN", b"1e999", b"\\ud800", b"\\u0000", b"true", b"\n",
    b'{"email":"ann@x.example"}', b'"x":', b"1.0", b"9" * 30, b'"leads":[', b'"data":{', b'"type":"identify",',
    b'"messageId":"1",', b'"traits":{', b'"specversion":"1.0",', b"\x1e", b"\xef\xbb\xbf", b"//", b"'", b" ", b"-",
    b'"phone":', b'"name":"Ann",',
)  # fmt: skip
ADF = (
    b"<adf>", b"<prospect status='new'>", b"<id source=a>", b"1</id>", b"<customer>", b"<contact>",
    b"<name part=full>", b"</name>", b"<email>", b"ann@x.example", b"</email>", b'<phone type="fax">',
    b"415 555 0150", b"</prospect>", b"<br/>", b"<![CDATA[", b"]]>", b"<?XML VERSION", b"?>", b"<!DOCTYPE x [",
    b"<!ENTITY a 'b'>", b"&a;", b"&", b"<", b">", b"=", b"'", b"<vehicle interest='trade-in'>", b"<year>", b"null",
    b"\0", b"<!--", b"-->", b"&#0;", b"&#xd800;", b" x = y ", b"<a:",
)  # fmt: skip
CARD = (
    b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"\r\n", b"\n ", b"=\r\n", b"=C3=AB", b"FN:", b"N:", b";", b"TEL",
    b"EMAIL:", b"a@b.example", b"+14155550150", b";TYPE=FAX", b";ENCODING=QUOTED-PRINTABLE", b";CHARSET=utf-7",
    b";CHARSET=idna", b"\\n", b"\\", b'"', b"item1.", b";PREF=1", b"ORG:", b"X-ABShowAs:COMPANY", b"\0", b"\xff",
    b"tel:", b";ENCODING=b", b":",
)  # fmt: skip
MAIL = (
    b"From: A <a@b.example>\n", b"To: x\n", b"Subject: =?utf-8?q?=C3?=\n", b"Content-Type: text/html\n", b"\n",
    b"Name: ", b"Email", b"Content-Type: multipart/mixed; boundary=x\n", b"--x\n", b"--x--\n",
    b"Content-Type: message/rfc822\n\n", b"Message-ID: <a@b>\n", b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: quoted-printable\n", b"charset=utf-16", b": ", b"<td>", b"<table>", b"<tr>", b"\t",
    b"-- \n", b"> ", b"a@b.example", b"+14155550150", b"Reply-To: ;;\n", b"<adf><prospect>", b"\xff", b"\0",
    b"Date: x\n", b"From", b"List-Unsubscribe: x\n", b"=?x?b?//?=", b"Content-Type: text/plain; name*0*=a'b\n",
    b"\xef\xbc\x9a",
)  # fmt: skip
PAGE = (
    b"<table>", b"<tr>", b"<td>", b"Email", b"a@b.example", b"</table>", b"<Row>", b"<Cell/>", b"<Data>", b"&#0;",
    b"\0", b"<",
)  # fmt: skip

FRAGMENTS: dict[str, tuple[bytes, ...]] = {
    "csv": CSV,
    "json": JSON,
    "adf": ADF,
    "vcard": CARD,
    "mail": MAIL,
    "page": PAGE,
}
STARTS = {
    "csv": b"",
    "json": b"",
    "adf": b"<adf>",
    "vcard": b"BEGIN:VCARD\n",
    "mail": b"From: a@b.example\n",
    "page": b"<html>",
}
"""How a file of each kind begins, so that its own reader gets it."""
NAMES = {
    "csv": "leads.csv",
    "json": "leads.json",
    "adf": "lead.xml",
    "vcard": "card.vcf",
    "mail": "mail.eml",
    "page": "page.xls",
}
