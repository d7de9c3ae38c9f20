-- How far a camera sees in the dark, by its own light or its sensor; null is unknown, and by night nothing of it is sure then (Art. 15(2)).
alter table camera add column night_range_m real check (night_range_m > 0 and night_range_m <= 2000);
