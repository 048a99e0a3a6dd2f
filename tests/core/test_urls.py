"""Only paths of this site are followed."""

import pytest

from relief.core.urls import safe_next


@pytest.mark.parametrize("path", ["/", "/staff/pledges?state=open&page=2#row", "/v/ab%20c"])
def test_own_paths_are_kept(path):
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        *(None, "", "staff", "//evil.com", "///evil.com", "/\\evil.com", "\\\\evil.com"),
        *("https://evil.com", "javascript:alert(1)", "/\t/evil.com", "/a b", "/a\nb", "/a\n"),
        *("/a\\b", "/ñ", "/\x00", " /a", "/" + "a" * 2000),
    ],
)
def test_anything_else_is_dropped(path):
    assert safe_next(path) is None
