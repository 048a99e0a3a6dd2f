"""Which files of which npm package are served, and what they are called here."""

from __future__ import annotations

_ICON_NAMES = """
adjustments alert-circle alert-triangle ambulance archive arrow-back-up arrow-down arrow-left
arrow-right arrow-up ban barcode bell bookmark box building-bank building-factory
building-hospital building-store building-warehouse calculator calendar calendar-event
calendar-off camera cash chart-bar chart-dots check checks chevron-down chevron-left chevron-right
chevron-up circle-check circle-dashed circle-half-2 circle-x clipboard-check clipboard-list clock
clock-exclamation coin copy dots dots-vertical download eraser external-link eye face-mask
file-check file-download file-import file-invoice file-text filter first-aid-kit flag gift
hand-sanitizer heart heart-handshake history home hourglass info-circle key language link list
list-check lock login logout mail map map-pin mask menu menu-2 minus package packages paperclip
pencil phone photo player-pause player-play plus printer qrcode receipt refresh report-money scale
search selector send settings shield-check shield-lock signature sort-ascending sort-descending
speakerphone star target thumb-up tools-kitchen-2 trash truck truck-delivery upload user user-plus
users users-group world x
"""
ICONS = tuple(_ICON_NAMES.split())

SANS_WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
MONO_WEIGHTS = {400: "Regular", 500: "Medium"}
SUBSETS = ("latin", "latin-ext")


def web_fonts() -> list[tuple[str, str, int, str]]:
    """Each web font as (package, family, weight, subset)."""
    families = (
        ("ibm-plex-sans", "IBM Plex Sans", SANS_WEIGHTS),
        ("ibm-plex-mono", "IBM Plex Mono", MONO_WEIGHTS),
    )
    return [
        (package, family, weight, subset)
        for package, family, weights in families
        for weight in weights
        for subset in SUBSETS
    ]


def _paper_fonts() -> dict[str, str]:
    faces = {f"{weight}{style}": style for weight, style in SANS_WEIGHTS.items()}
    sans = {**faces, "400Regular_Italic": "Italic"}
    mono = {f"{weight}{style}": style for weight, style in MONO_WEIGHTS.items()}
    return {
        f"@expo-google-fonts/{package}/{face}/{stem}_{face}.ttf": f"ttf/{stem}-{style}.ttf"
        for package, stem, styles in (
            ("ibm-plex-sans", "IBMPlexSans", sans),
            ("ibm-plex-mono", "IBMPlexMono", mono),
        )
        for face, style in styles.items()
    }


def copied_files() -> dict[str, str]:
    """Source below node_modules → target below static/vendor."""
    return {
        "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
        "@tabler/core/dist/js/tabler.min.js": "tabler/tabler.min.js",
        "@popperjs/core/LICENSE.md": "tabler/LICENSE.popper",  # bundled into tabler.min.js
        "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
        "htmx.org/LICENSE": "htmx/LICENSE",
        "signature_pad/dist/signature_pad.umd.min.js": "signature_pad/signature_pad.min.js",
        "signature_pad/LICENSE": "signature_pad/LICENSE",
        "@tabler/icons/LICENSE": "icons/LICENSE",
        **{f"@tabler/icons/icons/outline/{name}.svg": f"icons/{name}.svg" for name in ICONS},
        **{
            f"@fontsource/{package}/files/{package}-{subset}-{weight}-normal.woff2": (
                f"fonts/{package}-{subset}-{weight}.woff2"
            )
            for package, _, weight, subset in web_fonts()
        },
        "@fontsource/ibm-plex-sans/LICENSE": "fonts/LICENSE",
        "@fontsource/ibm-plex-mono/LICENSE": "fonts/LICENSE.mono",
        **_paper_fonts(),
        "@expo-google-fonts/ibm-plex-sans/LICENSE_FONT": "ttf/LICENSE",
        "@expo-google-fonts/ibm-plex-mono/LICENSE_FONT": "ttf/LICENSE.mono",
        "@expo-google-fonts/ibm-plex-sans/LICENSE": "ttf/LICENSE.package",
    }


# Written by tools/vendor.py itself: no package ships them in this form.
MADE_FILES = ("fonts.css", "tabler/LICENSE", "manifest.json")
