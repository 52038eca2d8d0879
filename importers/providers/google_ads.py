"""Google Ads lead form: the person stands in columns, the key in the body is the proof."""

from importers.providers.provider import Pairs, Provider

GOOGLE_ADS = Provider(
    title="Google Ads",
    known_by=("lead_id", "user_column_data.*.string_value"),
    verify=("google-key",),
    key=("lead_id",),
    fields={"created_at": "lead_submit_time", "form": "form_id", "campaign": "campaign_id"},
    pairs=Pairs(
        at="user_column_data",
        heading="column_name|column_id",
        value="string_value",
        kind="column_id",
        fields={
            "FULL_NAME": "full_name",
            "FIRST_NAME": "first_name",
            "LAST_NAME": "last_name",
            "EMAIL": "email",
            "WORK_EMAIL": "email",
            "PHONE_NUMBER": "phone",
            "WORK_PHONE": "phone",
            "COMPANY_NAME": "company",
            "JOB_TITLE": "job_title",
            "STREET_ADDRESS": "street",
            "CITY": "city",
            "REGION": "state",
            "POSTAL_CODE": "postal_code",
            "COUNTRY": "country",
        },
    ),
    asked=None,
    tests={"is_test": ("true",)},
    withheld=r"^google_key$",
)
"""Column names are in the form's language, so the column ids decide."""
