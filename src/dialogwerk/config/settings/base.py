"""What is true everywhere. Choices come from the environment, see docs/reference/settings.md."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from .csp import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY

env = environ.Env()

PACKAGE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.str("DIALOGWERK_VAR", default=str(Path.cwd() / "var")))

SITE_NAME = env.str("DIALOGWERK_SITE_NAME", default="Dialogwerk")
DIALOGWERK_DEMO = env.bool("DIALOGWERK_DEMO", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules.apps.AutodiscoverRulesConfig",
    "django_htmx",
    "django_altcha",
    "django_tasks",
    "django_tasks_db",
    "dialogwerk.apps.base",
    "dialogwerk.apps.accounts",
    "dialogwerk.apps.people",
    "dialogwerk.apps.bodies",
    "dialogwerk.apps.schemes",
    "dialogwerk.apps.promises",
    "dialogwerk.apps.dialogues",
    "dialogwerk.apps.events",
    "dialogwerk.apps.surveys",
    "dialogwerk.apps.opinions",
    "dialogwerk.apps.statements",
    "dialogwerk.apps.handover",
    "dialogwerk.apps.intake",
    "dialogwerk.apps.exchange",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dialogwerk.apps.base.middleware.WrittenAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dialogwerk.apps.base.middleware.WaysBack",
]

ROOT_URLCONF = "dialogwerk.config.urls"
WSGI_APPLICATION = "dialogwerk.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "dialogwerk.apps.base.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'dialogwerk.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DIALOGWERK_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a query takes longer than our queries do.
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    # Figures and written dates that may be some seconds old, kept by each process for itself.
    "near": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "near"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "dialogwerk.apps.accounts.backends.LogInBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [PACKAGE_DIR / "static", ("geo", PACKAGE_DIR / "data" / "geo")]
MEDIA_ROOT = VAR_DIR / "files"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DIALOGWERK_FROM_EMAIL", default="dialogwerk@localhost")

# Folder with the schemas of XBeteiligung 1.2; empty: messages are checked by their structure only.
XBETEILIGUNG_SCHEMAS = env.str("DIALOGWERK_XBETEILIGUNG_SCHEMAS", default="")

# What people may send us. Bytes; checked in the form and, for the sum, by the server.
UPLOAD_MAX_FILE_BYTES = env.int("DIALOGWERK_UPLOAD_MAX_FILE_BYTES", default=20 * 1024**2)
UPLOAD_MAX_FILES = env.int("DIALOGWERK_UPLOAD_MAX_FILES", default=10)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
STATEMENT_MAX_CHARACTERS = env.int("DIALOGWERK_STATEMENT_MAX_CHARACTERS", default=200_000)
# What is read of letters that arrive as files; see docs/reference/settings.md.
INTAKE_MAX_UPLOAD_BYTES = env.int("DIALOGWERK_INTAKE_MAX_UPLOAD_BYTES", default=2 * 1024**3)
INTAKE_MAX_LETTER_BYTES = env.int("DIALOGWERK_INTAKE_MAX_LETTER_BYTES", default=50 * 1024**2)
INTAKE_MAX_PAGES = env.int("DIALOGWERK_INTAKE_MAX_PAGES", default=500)
INTAKE_MAX_FILES_IN_ARCHIVE = env.int("DIALOGWERK_INTAKE_MAX_FILES_IN_ARCHIVE", default=50_000)
INTAKE_MAX_UNPACKED_BYTES = env.int("DIALOGWERK_INTAKE_MAX_UNPACKED_BYTES", default=2 * 1024**3)
INTAKE_READER_MEMORY_BYTES = env.int("DIALOGWERK_INTAKE_READER_MEMORY_BYTES", default=1024**3)
INTAKE_READER_SECONDS = env.int("DIALOGWERK_INTAKE_READER_SECONDS", default=30)
# Mailboxes that are emptied: imaps://user:password@server/folder?procedure=slug&move=folder
INTAKE_MAILBOXES = env.list("DIALOGWERK_INTAKE_MAILBOXES", default=[])
# The authority's own mail servers, as they name themselves in Received lines.
INTAKE_MAIL_HOSTS = env.list("DIALOGWERK_INTAKE_MAIL_HOSTS", default=[])
# What organisers of campaigns hand in together.
BULK_MAX_BYTES = env.int("DIALOGWERK_BULK_MAX_BYTES", default=20 * 1024**2)
BULK_MAX_LETTERS = env.int("DIALOGWERK_BULK_MAX_LETTERS", default=10_000)
BULK_UPLOADS_PER_HOUR = env.int("DIALOGWERK_BULK_UPLOADS_PER_HOUR", default=10)
BULK_REDEMPTIONS_PER_HOUR = env.int("DIALOGWERK_BULK_REDEMPTIONS_PER_HOUR", default=30)
# How hard the browser works before a letter is sent: hashes at most. See docs/adr/0014-….md.
PROOF_OF_WORK_MAX_NUMBER = env.int("DIALOGWERK_PROOF_OF_WORK_MAX_NUMBER", default=50_000)
# Processes that set reply letters side by side; each takes about 80 MiB while it works.
LETTER_PROCESSES = env.int("DIALOGWERK_LETTER_PROCESSES", default=2)
# Reply letters and news of dialogues by e-mail a minute; 0: as fast as the mail server takes them.
MAILS_PER_MINUTE = env.int("DIALOGWERK_MAILS_PER_MINUTE", default=0)
# Letters per hour from one address without proof of work, i.e. without JavaScript.
UNPROVED_LETTERS_PER_HOUR = env.int("DIALOGWERK_UNPROVED_LETTERS_PER_HOUR", default=30)
# Voters from one address in an hour; changed votes likewise. Counted by each process for itself.
OPINION_NEW_VOTERS_PER_HOUR = env.int("DIALOGWERK_NEW_VOTERS_PER_HOUR", default=300)
# How long a process serves statements and state of an opinion round without looking again.
OPINION_ROUND_KEPT_SECONDS = 5.0
# Days after an event until the names of whoever registered are erased.
EVENT_NAMES_KEPT_DAYS = env.int("DIALOGWERK_EVENT_NAMES_KEPT_DAYS", default=90)
# Behind a proxy: the header that carries the visitor's address, e.g. X-Forwarded-For.
BODY_DORMANT_MONTHS = env.int("DIALOGWERK_BODY_DORMANT_MONTHS", default=12)

CLIENT_ADDRESS_HEADER = env.str("DIALOGWERK_CLIENT_ADDRESS_HEADER", default="")
MAP_TILES_URL = env.str("DIALOGWERK_MAP_TILES_URL", default="")
MAP_TILES_CREDIT = env.str("DIALOGWERK_MAP_TILES_CREDIT", default="")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

DATA_DIR = PACKAGE_DIR / "data"

OPERATOR_NAME = env.str("DIALOGWERK_OPERATOR_NAME", default="")
OPERATOR_ADDRESS = env.str("DIALOGWERK_OPERATOR_ADDRESS", default="")
OPERATOR_EMAIL = env.str("DIALOGWERK_OPERATOR_EMAIL", default="")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workbench"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "dialogwerk.apps.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = env.str("DIALOGWERK_EMAIL_VERIFICATION", default="mandatory")
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("DIALOGWERK_OIDC_NAME", default=""),
                "client_id": env.str("DIALOGWERK_OIDC_CLIENT_ID", default=""),
                "secret": env.str("DIALOGWERK_OIDC_SECRET", default=""),
                "settings": {"server_url": env.str("DIALOGWERK_OIDC_SERVER", default="")},
            }
        ]
        if env.str("DIALOGWERK_OIDC_SERVER", default="")
        else []
    }
}

# Of what people contribute and of reports, as it stands in exports; keep to the rules of play.
OPEN_DATA_LICENCE = env.str("DIALOGWERK_OPEN_DATA_LICENCE", default="dl-de-by-2.0")
BASE_URL = env.str("DIALOGWERK_BASE_URL", default="http://localhost:8000")
CSRF_FAILURE_VIEW = "dialogwerk.apps.base.errors.csrf_failure"

# Everything to the error stream, where the system that starts the processes keeps it. Addresses
# that are not found stay out: they may hold a receipt that somebody mistyped.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},
    },
}
