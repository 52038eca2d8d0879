"""Who sends web-hooks: each provider by the name that floor.toml calls it."""

from importers.providers.calcom import CALCOM
from importers.providers.calendly import CALENDLY
from importers.providers.calls import CALLRAIL, TWILIO
from importers.providers.cloudevents import CLOUDEVENTS
from importers.providers.elementor import ELEMENTOR
from importers.providers.generic import GENERIC, MAKE, ZAPIER
from importers.providers.google_ads import GOOGLE_ADS
from importers.providers.hubspot import HUBSPOT
from importers.providers.inbound_mail import MAILGUN, POSTMARK, SENDGRID
from importers.providers.intercom import INTERCOM
from importers.providers.jotform import JOTFORM
from importers.providers.linkedin import LINKEDIN
from importers.providers.meta import META
from importers.providers.monday import MONDAY
from importers.providers.pipedrive import PIPEDRIVE
from importers.providers.portals import LENDINGTREE, REALTOR, ZILLOW
from importers.providers.provider import Provider
from importers.providers.salesforce_outbound import SALESFORCE_OUTBOUND
from importers.providers.salesforce_web2lead import SALESFORCE_WEB2LEAD
from importers.providers.standard import STANDARD, SVIX
from importers.providers.tally import TALLY
from importers.providers.tiktok import TIKTOK
from importers.providers.typeform import TYPEFORM
from importers.providers.unbounce import UNBOUNCE
from importers.providers.webflow import WEBFLOW
from importers.providers.whatsapp import WHATSAPP
from importers.providers.woocommerce import WOOCOMMERCE
from importers.providers.wordpress import CONTACT_FORM_7, GRAVITY_FORMS, WPFORMS
from importers.providers.zoho import ZOHO

PROVIDERS: dict[str, Provider] = {
    "calcom": CALCOM,
    "calendly": CALENDLY,
    "callrail": CALLRAIL,
    "cloudevents": CLOUDEVENTS,
    "contact_form_7": CONTACT_FORM_7,
    "elementor": ELEMENTOR,
    "generic": GENERIC,
    "google_ads": GOOGLE_ADS,
    "gravity_forms": GRAVITY_FORMS,
    "hubspot": HUBSPOT,
    "intercom": INTERCOM,
    "jotform": JOTFORM,
    "lendingtree": LENDINGTREE,
    "linkedin": LINKEDIN,
    "mailgun": MAILGUN,
    "make": MAKE,
    "meta": META,
    "monday": MONDAY,
    "pipedrive": PIPEDRIVE,
    "postmark": POSTMARK,
    "realtor": REALTOR,
    "salesforce_outbound": SALESFORCE_OUTBOUND,
    "salesforce_web2lead": SALESFORCE_WEB2LEAD,
    "sendgrid": SENDGRID,
    "standard": STANDARD,
    "svix": SVIX,
    "tally": TALLY,
    "tiktok": TIKTOK,
    "twilio": TWILIO,
    "typeform": TYPEFORM,
    "unbounce": UNBOUNCE,
    "webflow": WEBFLOW,
    "whatsapp": WHATSAPP,
    "woocommerce": WOOCOMMERCE,
    "wpforms": WPFORMS,
    "zapier": ZAPIER,
    "zillow": ZILLOW,
    "zoho": ZOHO,
}
"""A new provider is a file beside this one and a line here."""
