"""What is stored of signing in; only accord_app may read it."""

from piccolo.columns import UUID, Boolean, Bytea, Date, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Credential(Table, db=engine, tablename="credential"):
    """A person's password, as argon2id made it."""

    person_id = UUID(primary_key=True, default=None)
    password_hash = Text(null=False, default=None)
    changed_at = Timestamptz(null=False, default=None)


class SignInSession(Table, db=engine, tablename="sign_in_session"):
    """A signed-in browser; `notice` is told once, on the next page."""

    id_hash = Bytea(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)
    last_seen_at = Timestamptz(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
    reauthenticated_at = Timestamptz(null=True, default=None)
    notice = Text(null=True, default=None)


class AccountLink(Table, db=engine, tablename="account_link"):
    """A single-use link that lets its holder choose a password."""

    id = UUID(primary_key=True, default=None)
    secret_hash = Bytea(null=False, default=None)
    person_id = UUID(null=False, default=None)
    kind = Text(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)


class SignInAttempt(Table, db=engine, tablename="sign_in_attempt"):
    """A try that has not led in, by hashes of what was tried and from where."""

    id = UUID(primary_key=True, default=None)
    subject_hash = Bytea(null=False, default=None)
    client_hash = Bytea(null=False, default=None)
    tried_at = Timestamptz(null=False, default=None)


class ApiToken(Table, db=engine, tablename="api_token"):
    """A key with which a program acts as a person."""

    id = UUID(primary_key=True, default=None)
    secret_hash = Bytea(null=False, default=None)
    person_id = UUID(null=False, default=None)
    name = Text(null=False, default=None)
    can_write = Boolean(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class CalendarFeed(Table, db=engine, tablename="calendar_feed"):
    """A secret address at which a person's meetings are fetched."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    name = Text(null=False, default=None)
    secret_hash = Bytea(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)
    ended_at = Timestamptz(null=True, default=None)
    last_used_on = Date(null=True, default=None)
    version = Text(null=True, default=None)
    changed_at = Timestamptz(null=True, default=None)
