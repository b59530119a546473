-- Search finds by normalised words. What is compared is made here only, of names as of what is
-- typed, so that both are always made alike: no accents, no capitals, no apostrophes, and one
-- space for whatever stands between words.
create function accord_plain(typed text) returns text
language sql immutable parallel safe set search_path = pg_catalog
as $$
    select trim(regexp_replace(
        translate(
            replace(replace(replace(replace(
                lower(regexp_replace(normalize(typed, nfkd), '[\u0300-\u036f''’‘ʼ`´]', '', 'g')),
                'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
            'øđðłħı', 'oddlhi'),
        '[[:space:][:punct:]‐-―]+', ' ', 'g'))
$$;

-- Generated columns also fill the rows that are there.
alter table child
    add column search_name text not null
        generated always as (' ' || left(accord_plain(name), 200)) stored,
    add column search_reference text not null
        generated always as (left(replace(accord_plain(reference), ' ', ''), 60)) stored;
-- By compartment first: a search costs by what its person may know, never by what is hidden.
create index ix_child_search on child (compartment_id) include (id, search_name, search_reference);

-- What was searched for: sensitive, so it is for the eyes of the person who searched alone.
-- History says that there was a search, and by what.
create table search_made (
    id uuid primary key,
    person_id uuid not null references person on delete restrict,
    made_at timestamptz not null,
    terms jsonb not null constraint ck_search_made_terms check (jsonb_typeof(terms) = 'object')
);
create index ix_search_made_person on search_made (person_id, made_at desc);
alter table search_made enable row level security;
alter table search_made force row level security;
create policy own_rows on search_made for all to accord_app
    using (person_id = accord_actor()) with check (person_id = accord_actor());
grant select, insert on search_made to accord_app;
call accord_make_append_only('search_made');
