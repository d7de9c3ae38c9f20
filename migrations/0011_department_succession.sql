-- An order (직제 개편) renames or merges departments from a day on; cameras, posts and signs follow the successor
-- from that day, not from the day the order was signed (Art. 10(2)).
alter table department add column succeeds integer references department check (succeeds <> department_id);
create index department_succeeds on department (succeeds) where succeeds is not null;
