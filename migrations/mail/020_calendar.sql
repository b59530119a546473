-- Whether invitations and feeds say where a meeting is; without it they tell people to sign in.

alter table strategy_meeting add column place_in_calendars boolean not null default false;
