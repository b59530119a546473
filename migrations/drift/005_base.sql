-- What definer functions of this version may read besides: they belong to accord_owner, who is
-- under the same walls (force).
do $$ declare walled text; begin
    foreach walled in array array['agency', 'procedure_profile', 'child', 'clock_met',
                                  'attendance_span', 'attendee_child', 'minutes_part',
                                  'operation'] loop
        if not exists (select from pg_policy where polrelid = walled::regclass
                       and polname = 'definer_functions') then
            execute format('create policy definer_functions on %I for select to accord_owner
                            using (true)', walled);
        end if;
    end loop;
end $$;
