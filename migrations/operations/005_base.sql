-- What definer functions of this version may read besides: they belong to accord_owner, who is
-- under the same walls (force).
do $$ declare walled text; begin
    foreach walled in array array['operation', 'operation_agency', 'operation_child', 'plan',
                                  'plan_version', 'plan_version_schedule', 'plan_role',
                                  'plan_resource', 'sign_off', 'sign_off_condition',
                                  'sign_off_withdrawal', 'go_live_record', 'go_live_confirmation',
                                  'person', 'signatory', 'concern', 'strategy_meeting',
                                  'attendee'] loop
        if not exists (select from pg_policy where polrelid = walled::regclass
                       and polname = 'definer_functions') then
            execute format('create policy definer_functions on %I for select to accord_owner
                            using (true)', walled);
        end if;
    end loop;
end $$;
