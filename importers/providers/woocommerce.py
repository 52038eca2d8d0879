"""WooCommerce: an order or a customer of a shop; who pays is the lead, not where the parcel goes."""

from importers.files.closed_json import Json
from importers.providers.provider import Provider
from importers.providers.shaping import find

PING = "webhook_id"


def _told_apart(document: Json) -> Json:
    """Orders and customers are counted apart, and the time that has no zone is UTC."""
    if not isinstance(document, dict):
        return [_told_apart(one) for one in document] if isinstance(document, list) else document
    kind = "ping" if document.keys() == {PING} else "order" if "order_key" in document else "customer"
    created = find(document, "date_created_gmt")
    return {**document, "kind": kind, "date_created_gmt": f"{created}Z" if created else None}


WOOCOMMERCE = Provider(
    title="WooCommerce",
    verify=("woocommerce", "secret-url"),
    known_by=("billing.address_1", "shipping.address_1", "order_key|is_paying_customer"),
    key=("kind", "id"),
    fields={
        "email": "billing.email|email",
        "phone": "billing.phone",
        "first_name": "billing.first_name|first_name",
        "last_name": "billing.last_name|last_name",
        "company": "billing.company",
        "street": "billing.address_1",
        "city": "billing.city",
        "state": "billing.state",
        "postal_code": "billing.postcode",
        "country": "billing.country",
        "product": "line_items.0.name",
        "value": "total",
        "status": "status",
        "message": "customer_note",
        "created_at": "date_created_gmt",
    },
    asked=None,
    tests={"kind": ("ping",)},
    tidy=_told_apart,
)
"""What somebody bought, and for how much, stands beside who they are."""
