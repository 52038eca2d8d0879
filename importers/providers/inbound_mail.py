"""Mailgun, SendGrid and Postmark: mails that came to an address of yours, taken apart and posted."""

from importers.providers.provider import Letter, Provider

MAILGUN = Provider(
    title="Mailgun",
    verify=("mailgun", "secret-url", "basic"),
    known_by=("body-plain|body-mime", "recipient", "from|sender"),
    letter=Letter(
        headers={
            "From": "from|From|sender", "To": "recipient|To", "Subject": "subject|Subject", "Date": "Date",
            "Reply-To": "Reply-To|reply-to", "Message-ID": "Message-Id|Message-ID",
        },
        others="message-headers",
        text="body-plain|stripped-text",
        page="body-html|stripped-html",
        whole="body-mime",
    ),
)  # fmt: skip
"""Its signature covers the time and a word, not the mail."""

SENDGRID = Provider(
    title="SendGrid",
    verify=("secret-url", "basic"),
    known_by=("envelope", "from", "to", "SPF|dkim|charsets|sender_ip"),
    letter=Letter(
        headers={"From": "from", "To": "to", "Subject": "subject"},
        others="headers",
        text="text",
        page="html",
        whole="email",
    ),
)

POSTMARK = Provider(
    title="Postmark",
    verify=("basic", "secret-url"),
    known_by=("FromFull.Email", "MessageID", "TextBody|HtmlBody|RawEmail"),
    letter=Letter(
        headers={
            "From": "FromFull.Email|From", "To": "OriginalRecipient|To", "Subject": "Subject", "Date": "Date",
            "Reply-To": "ReplyTo",
        },
        others="Headers",
        text="TextBody|StrippedTextReply",
        page="HtmlBody",
        sender="FromFull.Name|FromName",
        files="Attachments",
    ),
)  # fmt: skip
