-- A camera given to somebody else by hand is no longer moved by an order that was to come: the act of today stands, and
-- what was known before stays readable by its time. An order's own move marks its row in the same transaction.
create function settle_moves_of_a_camera() returns trigger language plpgsql as $$
begin
  if not exists (
    select from order_camera
    where camera_id = new.camera_id and department_id = new.department_id and applied_at = now()
  ) then
    update order_camera set applied_at = now() where camera_id = new.camera_id and applied_at is null;
  end if;
  return null;
end $$;
create trigger settle_moves after update of department_id on camera for each row
  when (old.department_id is distinct from new.department_id) execute function settle_moves_of_a_camera();
