-- Rows are written first and their indexes built after: for millions of rows ten times as quick.
create temp table put_by as
select conrelid::regclass::text as target, conname::text as name, contype::text as kind,
       pg_get_constraintdef(oid) || case contype when 'f' then ' not valid' else '' end as definition
from pg_constraint
where connamespace = 'public'::regnamespace and contype in ('f', 'x', 'u', 'p')
union all
select indrelid::regclass::text, indexrelid::regclass::text, 'i', pg_get_indexdef(indexrelid)
from pg_index i join pg_class c on c.oid = i.indexrelid
where c.relnamespace = 'public'::regnamespace
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid);

do $$
declare one record;
begin
    for one in select * from put_by order by position(kind in 'fixup') loop
        if one.kind = 'i' then
            execute format('drop index %s', one.name);
        else
            execute format('alter table %s drop constraint %I', one.target, one.name);
        end if;
    end loop;
end $$;
