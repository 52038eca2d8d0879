"""Cal.com: somebody booked; the host and other guests stand in the same body."""

from importers.providers.provider import Provider

CALCOM = Provider(
    title="Cal.com",
    verify=("cal-sha256", "secret-url"),
    known_by=("triggerEvent", "payload.attendees"),
    at="payload",
    key=("uid",),
    fields={
        "email": "responses.email.value|attendees.0.email",
        "full_name": "responses.name.value|attendees.0.name",
        "phone": "responses.attendeePhoneNumber.value|responses.phone.value|attendees.0.phoneNumber",
        "company": "responses.company.value",
        "message": "responses.notes.value|additionalNotes",
        "created_at": "createdAt",
    },
    asked=None,
    only={"triggerEvent": ("BOOKING_CREATED", "BOOKING_REQUESTED")},
    tests={"triggerEvent": ("PING",)},
)
"""Who booked is the lead; whoever they brought along is kept on the card."""
