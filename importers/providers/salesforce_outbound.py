"""Salesforce's outbound messages: SOAP with some records in it, sent again for a day until they are acknowledged."""

from importers.providers.provider import Provider

ACKNOWLEDGED = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
    '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>'
    "</soapenv:Body></soapenv:Envelope>"
)

SALESFORCE_OUTBOUND = Provider(
    title="Salesforce outbound messages",
    verify=("secret-url",),
    is_plain=True,
    thanks=ACKNOWLEDGED,
    thanks_type="text/xml",
)
