-- The department that does a department's work today, following orders that have taken effect: rights and
-- responsibility move with the work (Art. 5(1)), while a camera's row keeps the department it was given to.
create function department_today(given integer) returns integer language sql stable parallel safe as $$
  with recursive line as (
    select given as department_id, 0 as hops
    union all
    select successor.department_id, hops + 1
    from line join department successor on successor.succeeds = line.department_id
    where successor.valid_from <= (now() at time zone 'Asia/Seoul')::date and hops < 32
  )
  select department_id from line order by hops desc limit 1
$$;
grant execute on function department_today(integer) to gwanje_app;
