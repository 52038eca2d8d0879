"""TikTok lead generation. The shape of its body is not documented: a notice and a lead are both read."""

from importers.providers.provider import Pairs, Provider

TIKTOK = Provider(
    title="TikTok",
    verify=("tiktok",),
    at="entry.*.changes.*.value|entry.*|data",
    key=("lead_id|leadgen_id",),
    fields={"created_at": "create_time", "form": "form_name|form_id", "campaign": "campaign_name|campaign_id"},
    pairs=Pairs(at="field_data", heading="name|field_name", value="values|value|field_value"),
    tests={"event": ("ping",), "is_test": ("true",)},
    pending="Download it from TikTok Ads Manager.",
    pending_shows={"form": "form_id", "ad": "ad_id"},
)
