"""What a file would become, said before it is taken."""

from pathlib import Path

from importer_builders import hints, leads, taken_text

from importers.preview import preview

TEXT = (
    "Name,Best number,Contact mail of rep,Email\nAnn,415 555 0150,rep@us.example,\n"
    "Bob,,rep@us.example,b@x.example\nC,,,\n"
)


def test_a_preview_says_what_each_column_is(tmp_path: Path) -> None:
    """Headings, fields, an example each, counts, the first leads and rejects."""
    path = tmp_path / "a.csv"
    path.write_text("Name,Email,Shoe\nAnn,ann@x.example,38\nBob,,40\n")
    seen = preview(path, hints())
    assert [(one.heading, one.field, one.example) for one in seen.columns] == [
        ("Name", "full_name", "Ann"),
        ("Email", "email", "ann@x.example"),
        ("Shoe", "", "38"),
    ]
    assert (seen.kind, seen.accepted, seen.rejected, seen.is_whole) == ("table", 1, 1, True)
    assert (seen.leads[0].card.name, seen.rejects[0].place) == ("Ann", "a.csv row 3")


def test_the_floor_can_say_what_its_headings_are(tmp_path: Path) -> None:
    """What is told of a heading wins over its words and its values; `ignore` makes it nobody's contact."""
    told = {"best NUMBER": "phone", "Contact mail of rep": "ignore"}
    found = leads(taken_text(tmp_path, TEXT, region="US", mapping=told))
    assert [(one.card.name, one.card.phone, one.card.email) for one in found] == [
        ("Ann", "+14155550150", ""),
        ("Bob", "", "b@x.example"),
    ]
    assert found[0].card.extras["Contact mail of rep"] == "rep@us.example"
