"""What queues and topics wrap around a document: Google's Pub/Sub, and Amazon's SNS.

Each becomes a CloudEvent, which is such an envelope too and says the same: the sender, a name, the time, the data.
"""

import base64
import binascii

from importers.files.closed_json import Json, parse
from importers.record import Unreadable

CONFIRM = frozenset({"SubscriptionConfirmation", "UnsubscribeConfirmation"})


def from_base64(text: Json) -> Json:
    """The document in a text that is written as base64; None where there is none."""
    try:
        return parse(base64.b64decode(str(text), validate=True).decode())
    except (binascii.Error, ValueError, Unreadable):
        return None


def opened(document: Json) -> Json:
    """The document as an event, where it is the envelope of one."""
    if not isinstance(document, dict):
        return document
    return _pub_sub(document) or _sns(document) or document


def why_none(item: dict[str, Json]) -> str:
    """Why an envelope brings nothing: it only asks whether this address is ours."""
    if str(item.get("Type")) in CONFIRM and "TopicArn" in item:
        return "Amazon SNS asks whether this address is yours, this is no lead: open the SubscribeURL in it once."
    return ""


def _pub_sub(document: dict[str, Json]) -> Json:
    message = document.get("message")
    if not isinstance(message, dict) or "subscription" not in document or not message.get("data"):
        return None
    name = message.get("messageId") or message.get("message_id")
    time = message.get("publishTime") or message.get("publish_time")
    return _event(document["subscription"], name, time, from_base64(message["data"]))


def _sns(document: dict[str, Json]) -> Json:
    if document.get("Type") != "Notification" or "TopicArn" not in document:
        return None
    try:
        data = parse(str(document.get("Message")))
    except Unreadable:
        return None
    return _event(document["TopicArn"], document.get("MessageId"), document.get("Timestamp"), data)


def _event(source: Json, name: Json, time: Json, data: Json) -> Json:
    """An event of one object; a list in it has no name that its items could share."""
    if not isinstance(data, dict):
        return data
    return {"specversion": "1.0", "source": source, "id": name, "time": time, "data": data}
