-- How a head was measured when whoever decides on barred sectors last wrote it or set the first sector by it: what a sector
-- keeps out is held against this, however many small corrections came since (Art. 11(1)). Null: as it is measured now.
alter table ptz_calibration add column confirmed jsonb;
