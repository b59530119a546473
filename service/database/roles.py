"""The three roles that the database is divided between."""

import asyncpg

OWNER, APP, WORKER = "accord_owner", "accord_app", "accord_worker"


async def ensure_roles(administrator: asyncpg.Connection) -> None:
    """Create the roles that are missing; needs CREATEROLE and sets no passwords."""
    for role in (OWNER, APP, WORKER):
        await administrator.execute(
            f"""do $$ begin
                create role {role} login nosuperuser nobypassrls nocreatedb nocreaterole;
            exception when duplicate_object or unique_violation then null; end $$"""
        )


async def ensure_database(administrator: asyncpg.Connection, name: str) -> None:
    """Create the database when missing, owned by accord_owner and closed to others."""
    if not await administrator.fetchval("select 1 from pg_database where datname = $1", name):
        await administrator.execute(
            f'create database "{name}" owner {OWNER} encoding utf8 template template0'
        )
        await administrator.execute(f'revoke all on database "{name}" from public')
        await administrator.execute(f'grant connect on database "{name}" to {APP}, {WORKER}')
