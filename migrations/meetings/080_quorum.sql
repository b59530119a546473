-- Who decided for each required category, as it was when the meeting closed: people change their
-- authority and their agency later, and the result stays. Of a child with the child's part; of a
-- meeting without children with the meeting.
alter table meeting_child add column quorum jsonb
    constraint ck_meeting_child_quorum check (jsonb_typeof(quorum) = 'array');
alter table strategy_meeting add column quorum jsonb
    constraint ck_strategy_meeting_quorum check (jsonb_typeof(quorum) = 'array');
