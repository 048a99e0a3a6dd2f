"""Production refuses to start on every setting that would be unsafe, one line for each."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from relief.app import create_app
from relief.config import ROOT, BadSettings, Settings, faults, masked, read


def production(folder: Path) -> Settings:
    """Settings with which production would start."""
    return Settings(
        env="production",
        secret_key="0f8fad5bd9cb469fa16570867728950e7a3b1c",
        database_url=f"sqlite:///{folder / 'relief.sqlite3'}",
        base_url="https://relief.example",
        trusted_hosts=("relief.example",),
        smtp_url="smtp+starttls://user:pass@mail.example:587",
        mail_from="Relief <relief@relief.example>",
        files_url=str(folder / "files"),
        require_totp=True,
    )


def test_good_settings_start(tmp_path):
    assert faults(production(tmp_path)) == []
    assert create_app(production(tmp_path)).config["SESSION_COOKIE_NAME"] == "__Host-relief"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"env": "prod"}, "RELIEF_ENV"),
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "changeme"}, "SECRET_KEY"),
        ({"secret_key": "a" * 64}, "SECRET_KEY"),
        ({"base_url": ""}, "BASE_URL"),
        ({"base_url": "http://relief.example"}, "BASE_URL"),
        ({"trusted_hosts": ()}, "TRUSTED_HOSTS"),
        ({"trusted_hosts": ("other.example",)}, "TRUSTED_HOSTS"),
        ({"trusted_hosts": ("relief.example", ".example")}, "TRUSTED_HOSTS"),
        ({"require_totp": False}, "REQUIRE_TOTP"),
        ({"web_concurrency": 2}, "DATABASE_URL"),
        ({"database_url": "mysql://x"}, "DATABASE_URL"),
        ({"files_url": str(ROOT / "static" / "uploads")}, "FILES_URL"),
        ({"files_url": "/proc/relief"}, "FILES_URL"),
        ({"smtp_url": ""}, "SMTP_URL"),
        ({"smtp_url": "http://mail.example"}, "SMTP_URL"),
        ({"mail_from": ""}, "MAIL_FROM"),
        ({"mail_from": "relief@localhost"}, "MAIL_FROM"),
        ({"stripe_secret_key": "sk_test_x", "stripe_webhook_secret": "whsec_x"}, "STRIPE_SECRET"),
        ({"stripe_secret_key": "sk_live_x"}, "STRIPE_WEBHOOK_SECRET"),
        ({"bad": ("PROXY_HOPS must be a whole number",)}, "PROXY_HOPS"),
    ],
)
def test_each_fault_is_one_line(tmp_path, changes, word):
    settings = replace(production(tmp_path), **changes)
    if changes.get("env") != "prod":
        assert [line for line in faults(settings) if line.startswith(word)]
    with pytest.raises(BadSettings) as refused:
        create_app(settings)
    assert any(word in line and "\n" not in line for line in refused.value.faults)


def test_the_environment_is_read_once_and_odd_numbers_are_told(tmp_path):
    settings = read({"RELIEF_ENV": "production", "PROXY_HOPS": "²", "WEB_CONCURRENCY": "-1"})
    assert settings.require_totp
    assert {"PROXY_HOPS must be a whole number", "WEB_CONCURRENCY must be a whole number"} <= set(
        faults(settings)
    )


def test_secrets_are_masked(tmp_path):
    settings = replace(
        production(tmp_path), database_url="postgresql+psycopg://me:hunter2@db.example/relief"
    )
    shown = str(masked(settings))
    assert "hunter2" not in shown
    assert settings.secret_key not in shown
    assert "user:***@mail.example" in shown


def run_wsgi(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Import wsgi.py as a web server does."""
    return subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_web_server_ends_with_78_and_one_line_a_fault():
    ended = run_wsgi({"RELIEF_ENV": "production", "SECRET_KEY": "dev"})
    assert ended.returncode == 78
    lines = ended.stderr.strip().splitlines()
    assert len(lines) >= 4
    assert "Traceback" not in ended.stderr


def test_production_refuses_a_database_without_schema(tmp_path):
    ended = run_wsgi(
        {
            "RELIEF_ENV": "production",
            "SECRET_KEY": "0f8fad5bd9cb469fa16570867728950e7a3b1c",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
            "BASE_URL": "https://relief.example",
            "TRUSTED_HOSTS": "relief.example",
            "SMTP_URL": "smtps://mail.example:465",
            "MAIL_FROM": "relief@relief.example",
            "FILES_URL": str(tmp_path / "files"),
        }
    )
    assert ended.returncode == 78
    assert "schema" in ended.stderr
