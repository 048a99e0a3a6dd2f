"""Typed settings, read once from the environment, refused when production would be unsafe."""

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"

# Keys that stand in tutorials and samples; a product signed with one is signed by everybody.
KNOWN_KEYS = {"dev", "development", "changeme", "change-me", "secret", "secret-key", "test"}


STRIPE_API = "https://api.stripe.com"
LIVE_KEYS = ("sk_live_", "rk_live_")


class BadSettings(Exception):
    """Production refuses to start. `faults` holds one line for each reason."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Settings:
    """Everything the operator decides. `env` is `development` or `production`."""

    env: str = "development"
    secret_key: str = field(default="", metadata={"secret": True})
    secret_key_fallbacks: tuple[str, ...] = field(default=(), metadata={"secret": True})
    database_url: str = field(default="", metadata={"secret": True})
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    smtp_url: str = field(default="", metadata={"secret": True})
    mail_from: str = ""
    files_url: str = ""
    stripe_secret_key: str = field(default="", metadata={"secret": True})
    stripe_webhook_secret: str = field(default="", metadata={"secret": True})
    stripe_api_base: str = ""
    sentry_dsn: str = field(default="", metadata={"secret": True})
    require_totp: bool = False
    web_concurrency: int = 1
    bad: tuple[str, ...] = ()

    @property
    def production(self) -> bool:
        """Say whether real people's money is at stake."""
        return self.env == "production"

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """Return the secrets that sign the provider's notices: two while one is being rotated."""
        return _words(self.stripe_webhook_secret)

    @property
    def pays_online(self) -> bool:
        """Say whether donors may pay through the provider."""
        return bool(self.stripe_secret_key and self.webhook_secrets)

    @property
    def simulated(self) -> bool:
        """Say whether the provider is the loopback simulation, as production never has it."""
        return self.pays_online and self.stripe_api_base not in {"", STRIPE_API}

    @property
    def pay_page_origin(self) -> str:
        """Return the origin of the provider's pages, to which our forms may lead; '' for none."""
        if not self.pays_online:
            return ""
        return self.stripe_api_base if self.simulated else "https://checkout.stripe.com"

    @property
    def files_folder(self) -> Path:
        """Return the folder that keeps uploads, outside anything the web server hands out."""
        return Path(self.files_url.removeprefix("file://"))

    @property
    def secure(self) -> bool:
        """Say whether people come by https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def _development_key() -> str:
    """Make one key for this clone and keep it, so that a restart signs nobody out."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        path.write_text(os.urandom(32).hex(), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


def _words(value: str) -> tuple[str, ...]:
    return tuple(word for word in value.replace(",", " ").split() if word)


def read(environment: dict[str, str] | None = None) -> Settings:
    """Read the settings named in the README. Wrong values are collected, not raised."""
    env = dict(os.environ) if environment is None else environment
    bad = []
    kind = env.get("RELIEF_ENV", "development")
    numbers = {"PROXY_HOPS": 0, "WEB_CONCURRENCY": 1}
    for name in numbers:
        text = env.get(name, "").strip() or str(numbers[name])
        if text.isascii() and text.isdigit():
            numbers[name] = int(text)
        else:
            bad.append(f"{name} must be a whole number")
    production = kind == "production"
    secret = env.get("SECRET_KEY", "")
    return Settings(
        env=kind,
        secret_key=secret or ("" if production else _development_key()),
        secret_key_fallbacks=_words(env.get("SECRET_KEY_FALLBACKS", "")),
        database_url=env.get("DATABASE_URL") or f"sqlite:///{VAR / 'relief.sqlite3'}",
        base_url=env.get("BASE_URL", "" if production else "http://127.0.0.1:8000").rstrip("/"),
        trusted_hosts=_words(env.get("TRUSTED_HOSTS", "")),
        proxy_hops=numbers["PROXY_HOPS"],
        smtp_url=env.get("SMTP_URL", ""),
        mail_from=env.get("MAIL_FROM", "" if production else "Relief <relief@localhost>"),
        files_url=env.get("FILES_URL") or str(VAR / "files"),
        stripe_secret_key=env.get("STRIPE_SECRET_KEY", ""),
        stripe_webhook_secret=env.get("STRIPE_WEBHOOK_SECRET", ""),
        stripe_api_base=env.get("STRIPE_API_BASE", "").rstrip("/"),
        sentry_dsn=env.get("SENTRY_DSN", ""),
        require_totp=env.get("REQUIRE_TOTP", "1" if production else "0") != "0",
        web_concurrency=numbers["WEB_CONCURRENCY"],
        bad=tuple(bad),
    )


def faults(settings: Settings) -> list[str]:
    """Return why production would refuse these settings, one line each; empty when it would not."""
    found = list(settings.bad)
    if settings.env not in {"development", "production"}:
        found.append("RELIEF_ENV must be development or production")
    found += _payment_base_faults(settings)
    if not settings.production:
        return found
    found += _identity_faults(settings) + _storage_faults(settings) + _vendor_faults(settings)
    return found


def _identity_faults(settings: Settings) -> list[str]:
    found = []
    key = settings.secret_key
    if len(key.encode()) < 32 or key.lower() in KNOWN_KEYS or len(set(key)) < 8:
        found.append("SECRET_KEY must hold at least 32 unguessable bytes")
    base = urlsplit(settings.base_url)
    if base.scheme != "https" or not base.hostname:
        found.append("BASE_URL must be an https address")
    if not settings.trusted_hosts:
        found.append("TRUSTED_HOSTS must name the hosts that people use")
    elif base.hostname and base.hostname not in settings.trusted_hosts:
        found.append("TRUSTED_HOSTS must contain the host of BASE_URL")
    if any(host.startswith(".") or "*" in host for host in settings.trusted_hosts):
        found.append("TRUSTED_HOSTS must be exact, without wildcards")
    if not settings.require_totp:
        found.append("REQUIRE_TOTP cannot be off")
    return found


def _storage_faults(settings: Settings) -> list[str]:
    found = []
    if settings.database_url.startswith("sqlite"):
        if settings.web_concurrency > 1:
            found.append("DATABASE_URL names SQLite, which serves one web process only")
    elif not settings.database_url.startswith("postgresql+psycopg://"):
        found.append("DATABASE_URL must be sqlite:/// or postgresql+psycopg://")
    folder = settings.files_folder
    if (ROOT / "static") in folder.resolve().parents or folder.resolve() == ROOT / "static":
        found.append("FILES_URL must lie outside static/")
    elif not _writable(folder):
        found.append("FILES_URL must be a folder that the application may write")
    try:
        ZoneInfo("America/Tijuana")
    except ZoneInfoNotFoundError:
        found.append("time zone data is missing on this machine")
    return found


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        return False
    return True


def _vendor_faults(settings: Settings) -> list[str]:
    found = []
    if urlsplit(settings.smtp_url).scheme not in {"smtp", "smtps", "smtp+starttls"}:
        found.append("SMTP_URL must be smtp://, smtp+starttls:// or smtps://")
    if "@" not in settings.mail_from or "localhost" in settings.mail_from:
        found.append("MAIL_FROM must be the address that donors may answer")
    if settings.stripe_secret_key and not settings.stripe_secret_key.startswith(LIVE_KEYS):
        found.append("STRIPE_SECRET_KEY must be a live key in production")
    secrets = settings.webhook_secrets
    if settings.stripe_secret_key and not secrets:
        found.append("STRIPE_WEBHOOK_SECRET must be set when STRIPE_SECRET_KEY is")
    if any(not each.startswith("whsec_") or len(each) < 16 for each in secrets):
        found.append("STRIPE_WEBHOOK_SECRET must begin with whsec_ and be whole")
    if len(secrets) > 2:
        found.append("STRIPE_WEBHOOK_SECRET takes two secrets at most, while one is rotated")
    return found


def _payment_base_faults(settings: Settings) -> list[str]:
    """Money never goes to a host that an environment variable invented."""
    base = settings.stripe_api_base
    if base in {"", STRIPE_API}:
        return []
    if settings.production:
        return [f"STRIPE_API_BASE must be {STRIPE_API} or empty in production"]
    found = []
    if urlsplit(base).hostname not in {"127.0.0.1", "::1", "localhost"}:
        found.append("STRIPE_API_BASE may only name this machine")
    if settings.stripe_secret_key.startswith(LIVE_KEYS):
        found.append(
            "STRIPE_SECRET_KEY must not be a live key while STRIPE_API_BASE is a simulation"
        )
    return found


def masked(settings: Settings) -> dict[str, str]:
    """Return the effective settings for a person to read, secrets reduced to whether they are set."""
    shown = {}
    for each in fields(settings):
        value = getattr(settings, each.name)
        if each.name == "bad":
            continue
        if each.metadata.get("secret"):
            value = (
                _without_password(value) if each.name.endswith("_url") else bool(value) and "***"
            )
        shown[each.name.upper()] = " ".join(value) if isinstance(value, tuple) else str(value or "")
    return shown


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":***@") if parts.password else url
