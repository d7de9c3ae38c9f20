-- A national file says neither whether a camera is integrated (Art. 7, 19) nor what it hangs on: both are unknown then,
-- and unknown is null. Until now such rows claimed to be standalone, on a pole.
alter table camera alter column integration drop not null;
alter table site alter column kind drop not null;
update camera set integration = null, integration_reason = null
where integration = 'standalone' and integration_reason = '파일에 통합 여부가 없음';
update site set kind = null where import_key is not null;
