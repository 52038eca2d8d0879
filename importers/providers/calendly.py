"""Calendly: an invitee, or whoever filled in a routing form; phone and company are often among the questions."""

from importers.providers.provider import Pairs, Provider

CALENDLY = Provider(
    title="Calendly",
    known_by=("event", "payload.uri", "created_by"),
    verify=("calendly",),
    at="payload",
    key=("uri",),
    fields={
        "email": "email",
        "full_name": "name",
        "first_name": "first_name",
        "last_name": "last_name",
        "phone": "text_reminder_number",
        "created_at": "created_at",
        "source": "tracking.utm_source",
        "campaign": "tracking.utm_campaign",
        "utm_medium": "tracking.utm_medium",
        "utm_term": "tracking.utm_term",
        "utm_content": "tracking.utm_content",
    },
    pairs=Pairs(at="questions_and_answers", heading="question", value="answer"),
    asked=None,
    only={"event": ("invitee.created", "routing_form_submission.created")},
)
