"""Laws of templates and style sheets that can be read without running a page."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
COMPONENTS = ROOT / "templates/components"
LETTER = "email.html"  # a letter cannot fetch a sheet, so its layout carries one

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|color-mix)\(")
NAMED_COLOUR = re.compile(
    r":[^;{}]*\b(?:white|black|red|green|blue|grey|gray|orange|yellow)\b[^;{}]*;"
)
ID_SELECTOR = re.compile(r"#[a-zA-Z][\w-]*[^;{}]*\{")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> nodes.Template:
    return Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(path.read_text())


def rules(path: Path) -> str:
    """The sheet without its comments and without the words it borrows from tokens."""
    return re.sub(r"var\(--[\w-]+\)", "", COMMENT.sub("", path.read_text()))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_parses_and_stays_short(path: Path) -> None:
    parsed(path)
    assert len(path.read_text().splitlines()) <= 150


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_carries_no_code_or_style_of_its_own(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text), "use a class"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "scripts are files"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "behaviours attach by data-"
    assert "javascript:" not in text
    assert "<style" not in text or path.name == LETTER


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_uses_every_macro_it_imports(path: Path) -> None:
    tree = parsed(path)
    imported = {
        alias[1] if isinstance(alias, tuple) else alias
        for node in tree.find_all(nodes.FromImport)
        for alias in node.names
    }
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    assert imported <= used, f"imported for nothing: {sorted(imported - used)}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_imports_macros_that_exist(path: Path) -> None:
    for node in parsed(path).find_all(nodes.FromImport):
        source = ROOT / "templates" / str(node.template.as_const())
        made = parsed(source)
        offered = {macro.name for macro in made.find_all(nodes.Macro)}
        offered |= {
            item.target.name
            for item in made.find_all(nodes.Assign)
            if isinstance(item.target, nodes.Name)
        }
        wanted = {alias[0] if isinstance(alias, tuple) else alias for alias in node.names}
        assert wanted <= offered, f"{source.name} has no {sorted(wanted - offered)}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_post_form_names_its_forgery_token(path: Path) -> None:
    if "simulation" in path.parts:
        return  # another application, which keeps nothing for anybody
    text = path.read_text()
    for form in re.findall(
        r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE
    ):
        assert "csrf_token" in form or "hidden(" in form or "hidden_tag(" in form
        # The browser's own bubbles speak its language, not the reader's.
        assert "novalidate" in form or "field(" not in form


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_a_sheet_borrows_its_colours_and_wins_by_order(path: Path) -> None:
    text = rules(path)
    assert "!important" not in text
    assert "@import" not in text
    assert not ID_SELECTOR.search(text), "no ids in selectors"
    if path.name != "tokens.css":
        assert not COLOUR.search(text), "colours live in tokens.css"
        assert not NAMED_COLOUR.search(text), "colours live in tokens.css"


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_a_sheet_uses_tokens_that_exist(path: Path) -> None:
    defined = set(re.findall(r"(--[\w-]+)\s*:", (ROOT / "static/css/tokens.css").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)\)", path.read_text())) <= defined


def test_every_component_sheet_has_its_macro_and_its_place() -> None:
    base = (ROOT / "templates/layouts/base.html").read_text()
    for sheet in (ROOT / "static/css/components").glob("*.css"):
        assert (COMPONENTS / f"{sheet.stem}.html").is_file(), f"{sheet.name} has no macro"
        assert f"'components/{sheet.stem}'" in base, f"{sheet.name} is not on the page"


def test_every_class_of_our_sheets_is_ours_alone() -> None:
    """A name that the third-party sheet also styles would inherit rules nobody chose."""
    vendor = ROOT / "static/vendor/tabler/tabler.min.css"
    if not vendor.is_file():
        pytest.skip("static/vendor is not set up")
    dressed_anew = {"btn", "btn-primary", "btn-danger", "icon", "lead", "small"}
    theirs = set(re.findall(r"\.([a-zA-Z_][\w-]*)", vendor.read_text()))
    ours = {found for path in SHEETS for found in re.findall(r"\.([a-zA-Z_][\w-]*)", rules(path))}
    assert not (ours & theirs) - dressed_anew


def test_every_icon_asked_for_is_brought() -> None:
    listed = (ROOT / "tools/vendor_files.py").read_text().partition('"""\n')[2]
    icons = set(listed.partition('_ICON_NAMES = """')[2].partition('"""')[0].split())
    asked = set()
    for path in TEMPLATES:
        text = path.read_text()
        asked |= set(re.findall(r"\bicon\('([a-z0-9-]+)'", text))
        asked |= set(re.findall(r"icon_name='([a-z0-9-]+)'", text))
    looks = (COMPONENTS / "status.html").read_text()
    asked |= set(
        re.findall(r"\('(?:pledged|received|delivered|urgent|quiet)', '([a-z0-9-]+)'\)", looks)
    )
    assert asked <= icons, f"missing from tools/vendor_files.py: {sorted(asked - icons)}"


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_behaviour_is_one_small_file_without_code_from_text(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 60
    assert text.startswith("//")
    assert not re.search(r"\beval\(|new Function|\.style\b|setAttribute\(\"style", text)
