"""The tool that guards the Spanish sees each kind of fault, and the real tree has none."""

import gettext
import os
from pathlib import Path

import pytest
import translations

ROOT = Path(__file__).resolve().parents[2]

GOOD = """
msgid "Hello %(name)s"
msgstr "Hola, %(name)s"
"""


def tree(root: Path, *, code: str = "", page: str = "", **rooms: str) -> Path:
    """A product of one module, one template and a .po file for each room."""
    spanish = root / "relief" / "translations" / "es_MX"
    spanish.mkdir(parents=True)
    (root / "templates").mkdir()
    (root / "relief" / "pay.py").write_text(code)
    (root / "templates" / "pay.html").write_text(page)
    for room, text in rooms.items():
        (spanish / f"{room}.po").write_text(text, encoding="utf-8")
    return root


def check(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = translations.main(["check", "--root", str(root)])
    return code, capsys.readouterr().out


def catalogue(root: Path) -> gettext.GNUTranslations:
    with translations.compiled(root).open("rb") as file:
        return gettext.GNUTranslations(file)


def test_a_complete_tree_passes_in_silence(tmp_path, capsys):
    root = tree(tmp_path, code='_("Hello %(name)s", name=n)', pay=GOOD)
    assert check(root, capsys) == (0, "")


def test_missing_entries_come_ready_to_fill_in_with_their_place(tmp_path, capsys):
    code = '\n_l("Lost")\nngettext("%(num)d box", "%(num)d boxes", 2)\npgettext("verb", "Open")\n'
    code += 'lazy_gettext("Late")'
    page = "{{ _('Seen') }}{% trans %}Told{% endtrans %}"
    status, out = check(tree(tmp_path, code=code, page=page), capsys)
    assert status == 1
    assert out.count("msgid ") == 6
    assert '#: relief/pay.py:2\nmsgid "Lost"\nmsgstr ""' in out
    assert 'msgid_plural "%(num)d boxes"\nmsgstr[0] ""' in out
    assert 'msgctxt "verb"\nmsgid "Open"' in out
    assert '#: templates/pay.html:1\nmsgid "Seen"' in out
    for word in ("Late", "Told"):
        assert f'msgid "{word}"' in out


def test_empty_and_fuzzy_entries_are_not_translations(tmp_path, capsys):
    po = '\nmsgid "A"\nmsgstr ""\n\n#, fuzzy\nmsgid "B"\nmsgstr "be"\n'
    status, out = check(tree(tmp_path, code='_("A"), _("B")', pay=po), capsys)
    assert status == 1
    assert "pay.po:2: empty: 'A'" in out
    assert "fuzzy: 'B'" in out


def test_two_rooms_may_agree_but_not_contradict_each_other(tmp_path, capsys):
    one, same = 'msgid "Total"\nmsgstr "Total"\n', 'msgid "Total"\nmsgstr "Total"\n'
    root = tree(tmp_path, code='_("Total")', pay=one, stock=same)
    assert check(root, capsys) == (0, "")
    spanish = root / "relief" / "translations" / "es_MX"
    (spanish / "stock.po").write_text('msgid "Total"\nmsgstr "Suma"\n')
    status, out = check(root, capsys)
    assert status == 1
    assert "stock.po:1: 'Total' says another thing in relief/translations/es_MX/pay.po:1" in out


def test_a_contradiction_within_one_file_is_seen_too(tmp_path, capsys):
    po = 'msgid "Total"\nmsgstr "Total"\n\nmsgid "Total"\nmsgstr "Suma"\n'
    status, out = check(tree(tmp_path, code='_("Total")', pay=po), capsys)
    assert status == 1
    assert "says another thing" in out


def test_an_entry_that_nothing_uses_is_named(tmp_path, capsys):
    status, out = check(tree(tmp_path, pay=GOOD), capsys)
    assert status == 1
    assert "nothing uses 'Hello %(name)s'" in out


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Hello %(name)s", "Hola, %(nombre)s"),
        ("Hello %(name)s", "Hola"),
        ("Hello", "Hola, %(name)s"),
        ("Hello %(name)s", "Hola, %(name)"),
        ("%(part)s of all", "100 % de %(part)s"),
        ("All", "100 %"),
    ],
)
def test_placeholders_must_agree_and_format(tmp_path, capsys, msgid, msgstr):
    po = f'msgid "{msgid}"\nmsgstr "{msgstr}"\n'
    status, out = check(tree(tmp_path, code=f'_("{msgid}")', pay=po), capsys)
    assert status == 1
    assert "placeholders differ" in out


def test_the_singular_may_spell_its_number_out_and_the_plural_may_not(tmp_path, capsys):
    code = 'ngettext("%(num)d box", "%(num)d boxes", n)'
    po = 'msgid "%(num)d box"\nmsgid_plural "%(num)d boxes"\nmsgstr[0] "una caja"\nmsgstr[1] "{}"\n'
    root = tree(tmp_path, code=code, pay=po.format("%(num)d cajas"))
    assert check(root, capsys) == (0, "")
    (root / "relief/translations/es_MX/pay.po").write_text(po.format("cajas"))
    assert "placeholders differ" in check(root, capsys)[1]


def test_a_plural_translated_as_one_form_is_refused(tmp_path, capsys):
    code = 'ngettext("%(num)d box", "%(num)d boxes", n)'
    po = 'msgid "%(num)d box"\nmsgstr "%(num)d caja"\n'
    status, out = check(tree(tmp_path, code=code, pay=po), capsys)
    assert status == 1
    assert "the plural is missing" in out


def test_an_unreadable_file_is_a_finding_not_a_crash(tmp_path, capsys):
    status, out = check(tree(tmp_path, pay='msgid "A\nmsgstr B\n'), capsys)
    assert status == 1
    assert out.splitlines() == [
        'relief/translations/es_MX/pay.po:1: not a line of a .po file: msgid "A',
        "relief/translations/es_MX/pay.po:2: not a line of a .po file: msgstr B",
    ]


def test_compiling_merges_the_rooms_and_leaves_unfinished_ones_english(tmp_path):
    stock = 'msgid "A"\nmsgstr ""\n\n#, fuzzy\nmsgid "B"\nmsgstr "be"\n\nmsgid "C"\nmsgstr "ce"\n'
    boxes = (
        '\nmsgid "%(num)d box"\nmsgid_plural "%(num)d boxes"\nmsgstr[0] "una"\nmsgstr[1] "dos"\n'
    )
    root = tree(tmp_path, pay=GOOD + boxes, stock=stock)
    assert translations.main(["compile", "--root", str(root)]) == 0
    spanish = catalogue(root)
    assert spanish.gettext("Hello %(name)s") == "Hola, %(name)s"
    assert [spanish.gettext(word) for word in "ABC"] == ["A", "B", "ce"]
    assert [spanish.ngettext("%(num)d box", "%(num)d boxes", n) for n in (1, 2)] == ["una", "dos"]
    assert [path.name for path in translations.compiled(root).parent.iterdir()] == ["messages.mo"]


def test_compiling_again_does_nothing_until_a_room_changes(tmp_path):
    root = tree(tmp_path, pay=GOOD)
    translations.compile_catalogue(root)
    made = translations.compiled(root).stat().st_mtime_ns
    translations.compile_catalogue(root)
    assert translations.compiled(root).stat().st_mtime_ns == made
    room = root / "relief/translations/es_MX/pay.po"
    room.write_text(GOOD.replace("Hola", "Buenas"))
    later = made + 1_000_000_000
    os.utime(room, ns=(later, later))
    translations.compile_catalogue(root)
    assert catalogue(root).gettext("Hello %(name)s") == "Buenas, %(name)s"


def test_everything_people_read_has_its_spanish(capsys):
    assert check(ROOT, capsys) == (0, "")
