"""Twilio and CallRail: who called or wrote, beside the number of ours that was called."""

from importers.providers.provider import Provider

TWILIO = Provider(
    title="Twilio",
    verify=("twilio", "secret-url", "basic"),
    known_by=("AccountSid", "From", "To", "MessageSid|SmsSid|CallSid"),
    key=("MessageSid|SmsSid|CallSid",),
    fields={
        "phone": "From|Caller",
        "full_name": "ProfileName|CallerName",
        "message": "Body|SpeechResult|TranscriptionText",
        "city": "FromCity|CallerCity",
        "state": "FromState|CallerState",
        "postal_code": "FromZip|CallerZip",
        "country": "FromCountry|CallerCountry",
    },
    asked=None,
    only={"Direction": ("inbound",), "SmsStatus|MessageStatus": ("received", "receiving")},
)
"""What we send ourselves has our number as the sender."""

CALLRAIL = Provider(
    title="CallRail",
    verify=("callrail", "secret-url"),
    known_by=("customer_phone_number", "tracking_phone_number"),
    key=("resource_id|id",),
    fields={
        "phone": "customer_phone_number",
        "full_name": "customer_name",
        "message": "transcription|voicemail_transcription|note",
        "city": "customer_city",
        "state": "customer_state",
        "country": "customer_country",
        "source": "source|source_name",
        "campaign": "campaign|utm_campaign",
        "created_at": "start_time|created_at",
    },
    asked=None,
    only={"direction": ("inbound",)},
)
"""The company it names is the one that was called."""
