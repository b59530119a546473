-- As they were, but for checks of the foreign keys of the rows written meanwhile.
set maintenance_work_mem = '1GB';
do $$
declare one record;
begin
    for one in select * from put_by order by position(kind in 'puxif') loop
        if one.kind = 'i' then
            execute one.definition;
        else
            execute format('alter table %s add constraint %I %s', one.target, one.name, one.definition);
        end if;
    end loop;
end $$;
