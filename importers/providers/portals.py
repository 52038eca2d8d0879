"""Zillow, Realtor.com and LendingTree: the person beside agents and recipients, and money that is left out."""

from importers.providers.provider import Provider

MONEY = (
    r"credit|income|loan|debt|asset|bankrupt|foreclos|down.?payment|military|veteran|mortgage|ssn|social.?security|"
    r"birth|employment|equity|balance"
)
VERIFY = ("bearer", "basic")

ZILLOW = Provider(
    title="Zillow",
    verify=VERIFY,
    fields={
        "first_name": "sender.firstName",
        "last_name": "sender.lastName",
        "full_name": "sender.fullName|sender.name",
        "email": "sender.emailAddress|sender.email",
        "phone": "sender.phoneNumber|sender.phone",
        "message": "sender.message|message",
    },
    asked=None,
    withheld=MONEY,
)
"""The sender is the lead; the recipient and the agent are not."""

REALTOR = Provider(
    title="Realtor.com",
    verify=VERIFY,
    key=("Lead.lead_info.lead_id|Lead.lead_id|lead_id",),
    asked="Lead.lead_info.lead_consumer_info",
    withheld=MONEY,
)
LENDINGTREE = Provider(
    title="LendingTree",
    verify=VERIFY,
    key=("leadExternalId|lead.leadExternalId|lead.consumer.leadExternalId",),
    asked="lead.consumer.contact",
    withheld=MONEY,
)
