-- Who shuts a place (Art. 30(1)): many names tried from it, not one person's slips. Behind one address of the city hall sit
-- many people, and whoever came in from there lately still does.

-- False for an attempt that was let through a shut place: it counts while the place is shut and never afterwards, or its
-- count would tell which accounts came in from there.
alter table login_failure add column of_place boolean not null default true;

drop function reserve_attempt(text, inet, boolean, integer, integer, integer);

-- Books a failure before the proof is looked at, one at a time for an account and for a place, so that many wrong
-- passwords at once cannot pass the limit. A proof that holds takes the booking back. No id: locked out until `until`.
-- An id and `shut`: only a proof that holds may be told from a refusal.
create function book_attempt(
  given_account text, given_address inet, inside boolean, most_of_account integer, most_of_place integer, minutes integer,
  out attempt_id bigint, out shut boolean, out until timestamptz
) language plpgsql as $$
declare
  here inet := login_place(given_address);
  lasts interval := make_interval(mins => minutes);
  since timestamptz;
  known boolean;
begin
  perform pg_advisory_xact_lock(20, hashtext(given_account));
  perform pg_advisory_xact_lock(21, hashtext(here::text));
  since := clock_timestamp() - lasts;
  known := exists (
    select from login_success join account using (account_id)
    where account = given_account and place = here and succeeded_at > clock_timestamp() - interval '30 days');

  -- Each name once, however often it was tried; guesses at the code of a display are of nobody's name and count each.
  select latest + lasts into until from (
    select max(failed_at) as latest from login_failure
    where address = here and failed_at > since and of_place
    group by case when account = '(display)' then login_failure.attempt_id::text else account end
  ) as name order by latest desc offset most_of_place - 1 limit 1;
  shut := until is not null;
  if shut then
    if not known or most_of_account <= (
      select count(*) from login_failure where account = given_account and address = here and failed_at > since
    ) then
      return;
    end if;
  else
    select failed_at + lasts into until from login_failure
    where account = given_account and failed_at > since and of_place
      and (not (inside and known) or address = here)
    order by failed_at desc offset most_of_account - 1 limit 1;
    if until is not null then
      return;
    end if;
  end if;
  insert into login_failure (account, address, failed_at, of_place)
    values (given_account, here, clock_timestamp(), not shut)
    returning login_failure.attempt_id into attempt_id;
end $$;

grant execute on function book_attempt(text, inet, boolean, integer, integer, integer) to gwanje_app;
