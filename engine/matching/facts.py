"""What the card of a lead says to a rule: read when it is needed, and not kept in the journal."""

from engine.lead import Card, Traits


def card_facts(card: Card) -> Traits:
    """What stands on a card besides the person's address; the first digits of the phone tell its area."""
    said = {"message": card.message, "company": card.company, "name": card.name, "area_code": card.phone}
    facts: Traits = {field: text for field, text in said.items() if text}
    if "@" in card.email:
        facts["email_domain"] = card.email.rpartition("@")[2]
    return facts
