"""Dates whose month is a word, in the languages in which exports write them, and clocks whose zone is one."""

import re
import unicodedata
from datetime import datetime

MONTHS = tuple(
    tuple(line.split())
    for line in (
        "jan januar january januari janvier janv enero ene janeiro gennaio gen stycznia sty leden ledna ocak oca"
        " январь января янв",
        "feb februar february februari fevrier fevr fev febrero fevereiro febbraio lutego lut unora subat sub"
        " февраль февраля фев",
        "mar marz maerz march maart mars marzo marco marca brezna mart mrz март марта мар",
        "apr april avril avr abril abr aprile kwietnia kwi dubna nisan nis апрель апреля апр",
        "may mai mei maj mayo maio maggio mag maja kvetna mayis май мая",
        "jun juni june juin junio junho giugno giu czerwca cze cervna haziran haz июнь июня июн",
        "jul juli july juillet juil julio julho luglio lug lipca lip cervence temmuz tem июль июля июл",
        "aug august augustus aout agosto ago sierpnia sie srpna agustos agu август августа авг",
        "sep sept september septembre septiembre setembro set settembre wrzesnia wrz zari eylul eyl сентябрь сентября"
        " сен",
        "oct okt october oktober octobre octubre outubro out ottobre ott pazdziernika paz rijna ekim eki октябрь"
        " октября окт",
        "nov november novembre noviembre novembro listopada lis listopadu kasim kas ноябрь ноября ноя",
        "dec dez december dezember decembre diciembre dic dezembro dicembre grudnia gru prosince aralik ara декабрь"
        " декабря дек",
    )
)
MONTH_OF = {word: number for number, words in enumerate(MONTHS, 1) for word in words}
OFFSETS = {
    "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800",
    "PDT": "-0700", "AKST": "-0900", "HST": "-1000", "CET": "+0100", "CEST": "+0200", "MEZ": "+0100", "MESZ": "+0200",
    "EET": "+0200", "EEST": "+0300", "WEST": "+0100", "MSK": "+0300", "IST": "+0530", "JST": "+0900", "KST": "+0900",
    "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300", "UTC": "+0000", "GMT": "+0000",
}  # fmt: skip
"""Zones as exports shorten them; of several that share their letters, the one that exports mean."""
ZONE = re.compile(rf"(?<=[\d\smM.])({'|'.join(OFFSETS)})$")
COMMENT = re.compile(r"\s*\([^()]*\)$")
GREENWICH = re.compile(r"\b(?:GMT|UTC) ?(?=[+-]\d)")
DAY_FIRST = r"(?P<day>\d{1,2})(?:\.|er|º)?[\s/-]*(?:de |of )?(?P<month>[^\W\d_]{3,12})\.?,?[\s/-]*(?:de |del )?"
MONTH_FIRST = r"(?P<month>[^\W\d_]{3,12})\.? (?P<day>\d{1,2}),? "
CLOCK = (
    r"(?:,? ?(?:at |um |a las |as |a |alle |kl\.? |om |o |в |- )?(?P<hour>\d{1,2})[:h.](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2}))?(?:[.,]\d+)?)?(?: ?(?P<half>[ap])\.? ?m\.?)?(?: ?(?:uhr|hrs?|h))?"
    r" ?(?P<offset>[+-]\d{2}:?\d{2}|z)?"
)
WEEKDAY, YEAR = r"(?:[^\W\d_]{2,12}\.?,? )?", r"(?P<year>\d{4}|\d{2})"
SHAPES = tuple(re.compile(WEEKDAY + date + YEAR + CLOCK) for date in (DAY_FIRST, MONTH_FIRST))


def with_offset(text: str) -> str:
    """The text with its zone as an offset: `3:05 PM EST`, `15:05 GMT+0100 (Central European Time)`."""
    bare = GREENWICH.sub("", COMMENT.sub("", text))
    return ZONE.sub(lambda match: OFFSETS[match[1]], bare)


def worded(text: str) -> datetime | None:
    """Read `3. Februar 2025 14:05 Uhr`, `13 de febrero de 2025`, `February 13, 2025 at 3:05 PM -0500`."""
    plain = _plain(text)
    for shape in SHAPES:
        match = shape.fullmatch(plain)
        if match is not None and match["month"] in MONTH_OF:
            return _moment(match.groupdict())
    return None


def _plain(text: str) -> str:
    """Without accents and capitals."""
    marked = unicodedata.normalize("NFKD", text.replace("й", "\0").replace("Й", "\0").casefold())
    return "".join(char for char in marked if not unicodedata.combining(char)).replace("\0", "й").replace("ı", "i")


def _moment(parts: dict[str, str | None]) -> datetime | None:
    year, hour = int(parts["year"] or 0), int(parts["hour"] or 0)
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"] == "p" else 0)
    day = (
        f"{year + (2000 if year < 100 else 0):04d}-{MONTH_OF[parts['month'] or '']:02d}-{int(parts['day'] or 0):02d}"
    )
    offset = (parts["offset"] or "").replace("z", "+00:00")
    try:
        return datetime.fromisoformat(f"{day}T{hour:02d}:{parts['minute'] or '00'}:{parts['second'] or '00'}{offset}")
    except ValueError:
        return None
