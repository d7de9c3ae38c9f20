import type { Sql, Tx } from '../platform/db.ts';
import type { Department, Post } from '../signboards/posts.rules.ts';
import type { Duty } from './organisation.schema.ts';
import type { Designation, Effects, Holding, Order, State, StepTaken } from './state.rules.ts';

/** One writer of the organisation at a time. */
export async function lockOrganisation(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('organisation'))`;
}

/** A register as known now, or as it was known at an instant. */
const from = (sql: Sql | Tx, register: string, known: string | null) =>
  known === null ? sql(register) : sql`${sql(`${register}_known`)}(${known}::text::timestamptz)`;

/** The organisation of all days, as known at an instant; null: as known now. */
export async function selectState(sql: Sql | Tx, known: string | null = null): Promise<State> {
  const [departments, posts, holdings, designations] = await Promise.all([
    sql<Department[]>`
      select department_id as "departmentId", name, phone, succeeded_by as "succeededBy",
             valid_from::text as "validFrom", valid_to::text as "validTo"
      from ${from(sql, 'department', known)} order by valid_from, department_id`,
    sql<Post[]>`
      select post_id as "postId", department_id as "departmentId", duty, title, phone,
             valid_from::text as "validFrom", valid_to::text as "validTo"
      from ${from(sql, 'responsible_post', known)} order by valid_from, post_id`,
    sql<Holding[]>`
      select holding_id as "holdingId", post_id as "postId", person_id as "personId", person.name as "personName",
             person.phone, kind, order_no as "orderNo", valid_from::text as "validFrom", valid_to::text as "validTo"
      from ${from(sql, 'post_holding', known)} as held join person using (person_id) order by valid_from, holding_id`,
    sql<Designation[]>`
      select designation_id as "designationId", department_id as "departmentId", order_no as "orderNo",
             valid_from::text as "validFrom", valid_to::text as "validTo"
      from ${from(sql, 'dedicated_department', known)} order by valid_from`,
  ]);
  return { departments, posts, holdings, designations };
}

export interface KnownOrder extends Order {
  /** Days it was known with before, newest first. */
  readonly corrections: readonly { readonly effectiveOn: string; readonly until: string }[];
}

/** Orders as known, oldest first, each with the earlier days it was known with by then. */
export async function selectOrders(sql: Sql | Tx, known: string | null = null): Promise<KnownOrder[]> {
  const orders = await sql<Order[]>`
    select order_id as "orderId", kind, order_no as "orderNo", effective_on::text as "effectiveOn", steps, effects,
           first_recorded_at as "recordedAt", recorded_by as "recordedBy"
    from ${from(sql, 'organisation_order', known)} order by effective_on, first_recorded_at`;
  const past = await sql<{ orderId: string; effectiveOn: string; until: Date }[]>`
    select order_id as "orderId", effective_on::text as "effectiveOn", recorded_to as until
    from organisation_order_history
    where ${known === null ? sql`true` : sql`recorded_to <= ${known}::text::timestamptz`} order by recorded_to desc`;
  return orders.map((order) => ({
    ...order,
    corrections: past
      .filter(({ orderId }) => orderId === order.orderId)
      .map(({ effectiveOn, until }) => ({ effectiveOn, until: until.toISOString() })),
  }));
}

export async function insertDepartment(
  tx: Tx,
  row: { name: string; phone: string | null; validFrom: string; source: string },
): Promise<number> {
  const [made] = await tx<{ id: number }[]>`
    insert into department (name, phone, valid_from, source)
    values (${row.name}, ${row.phone}, ${row.validFrom}, ${row.source}) returning department_id as id`;
  return made!.id;
}
export async function endDepartment(
  tx: Tx,
  id: number,
  day: string,
  successor: number | null,
): Promise<void> {
  await tx`update department set valid_to = ${day}, succeeded_by = ${successor} where department_id = ${id}`;
}

export async function insertPost(
  tx: Tx,
  row: {
    departmentId: number;
    duty: Duty;
    title: string;
    phone: string | null;
    validFrom: string;
    validTo: string | null;
    source: string;
  },
): Promise<number> {
  const [made] = await tx<{ id: number }[]>`
    insert into responsible_post (department_id, duty, title, phone, valid_from, valid_to, source)
    values (${row.departmentId}, ${row.duty}, ${row.title}, ${row.phone}, ${row.validFrom}, ${row.validTo}, ${row.source})
    returning post_id as id`;
  return made!.id;
}
export async function endPost(tx: Tx, postId: number, day: string): Promise<void> {
  await tx`update responsible_post set valid_to = ${day} where post_id = ${postId}`;
}

export interface NewHolding {
  readonly postId: number;
  readonly personId: number;
  readonly kind: Holding['kind'];
  readonly orderNo: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly requestId?: string;
  readonly source: string;
}
export async function insertHolding(tx: Tx, row: NewHolding): Promise<number> {
  const [made] = await tx<{ id: number }[]>`
    insert into post_holding (post_id, person_id, kind, order_no, valid_from, valid_to, request_id, source)
    values (${row.postId}, ${row.personId}, ${row.kind}, ${row.orderNo}, ${row.validFrom}, ${row.validTo},
            ${row.requestId ?? null}, ${row.source})
    returning holding_id as id`;
  return made!.id;
}
export async function endHolding(tx: Tx, holdingId: number, day: string): Promise<void> {
  await tx`update post_holding set valid_to = ${day} where holding_id = ${holdingId}`;
}
/** Takes a holding back that never began. */
export async function deleteHolding(tx: Tx, holdingId: number): Promise<void> {
  await tx`delete from post_holding where holding_id = ${holdingId}`;
}
export async function moveHolding(tx: Tx, holdingId: number, postId: number): Promise<void> {
  await tx`update post_holding set post_id = ${postId} where holding_id = ${holdingId}`;
}
export async function findHolding(tx: Tx, requestId: string): Promise<number | undefined> {
  const [row] = await tx<{ postId: number }[]>`
    select post_id as "postId" from post_holding where request_id = ${requestId}`;
  return row?.postId;
}

export async function insertDesignation(
  tx: Tx,
  row: { departmentId: number; orderNo: string; validFrom: string; validTo: string | null; source: string },
): Promise<number> {
  const [made] = await tx<{ id: number }[]>`
    insert into dedicated_department (department_id, order_no, valid_from, valid_to, source)
    values (${row.departmentId}, ${row.orderNo}, ${row.validFrom}, ${row.validTo}, ${row.source})
    returning designation_id as id`;
  return made!.id;
}
export async function endDesignation(tx: Tx, designationId: number, day: string): Promise<void> {
  await tx`update dedicated_department set valid_to = ${day} where designation_id = ${designationId}`;
}

export async function insertOrder(
  tx: Tx,
  row: {
    orderId: string;
    kind: Order['kind'];
    orderNo: string;
    effectiveOn: string;
    steps: readonly StepTaken[];
    effects: Effects;
    by: string;
    source: string;
  },
): Promise<void> {
  await tx`
    insert into organisation_order (order_id, kind, order_no, effective_on, steps, effects, recorded_by, source)
    values (${row.orderId}, ${row.kind}, ${row.orderNo}, ${row.effectiveOn}, ${tx.json(row.steps as never)},
            ${tx.json(row.effects as never)}, ${row.by}, ${row.source})`;
}

const TABLES = {
  departments: ['department', 'department_id'],
  posts: ['responsible_post', 'post_id'],
  holdings: ['post_holding', 'holding_id'],
  designations: ['dedicated_department', 'designation_id'],
} as const;

/**
 * Moves the day on which an order's rows begin and end. Returns how many rows were not found standing on the old day:
 * with any, somebody has changed them since.
 */
export async function shiftEffects(
  tx: Tx,
  effects: Effects,
  fromDay: string,
  toDay: string,
): Promise<number> {
  let missed = 0;
  // What shrinks goes first, so that no two periods ever lie over each other.
  const order = toDay < fromDay ? (['ended', 'begun'] as const) : (['begun', 'ended'] as const);
  for (const register of Object.keys(TABLES) as (keyof typeof TABLES)[]) {
    const [table, key] = TABLES[register];
    for (const which of order) {
      const ids = effects[register][which];
      const column = which === 'begun' ? 'valid_from' : 'valid_to';
      const { count } = await tx`
        update ${tx(table)} set ${tx(column)} = ${toDay}
        where ${tx(key)} = any(${ids}::int[]) and ${tx(column)} = ${fromDay}`;
      // Somebody who has left or was replaced since is in no row of the order any more.
      if (register !== 'holdings') missed += ids.length - count;
    }
  }
  return missed;
}

export async function redateOrder(tx: Tx, orderId: string, effectiveOn: string): Promise<void> {
  await tx`update organisation_order set effective_on = ${effectiveOn} where order_id = ${orderId}`;
}
export async function redateHolding(tx: Tx, holdingId: number, validFrom: string): Promise<void> {
  await tx`update post_holding set valid_from = ${validFrom} where holding_id = ${holdingId}`;
}

/**
 * The acting one of a post who goes on a day because a holder comes then: it was on record without that end before. One who
 * was named until that day from the beginning is none.
 */
export async function findActingCutOn(tx: Tx, postId: number, day: string): Promise<number | undefined> {
  const [row] = await tx<{ holdingId: number }[]>`
    select holding_id as "holdingId" from post_holding held
    where post_id = ${postId} and kind = 'acting' and valid_to = ${day}
      and exists (
        select from post_holding_history past
        where past.holding_id = held.holding_id and (past.valid_to is null or past.valid_to > held.valid_to)
      )`;
  return row?.holdingId;
}

/** Somebody who would be in a post on a day on which there is no such post, or after having left. */
export async function findMisplaced(
  tx: Tx,
): Promise<{ readonly personName: string; readonly title: string } | undefined> {
  const [row] = await tx<{ personName: string; title: string }[]>`
    select person.name as "personName", post.title
    from post_holding held join responsible_post post using (post_id) join person using (person_id)
    where not daterange(post.valid_from, post.valid_to) @> daterange(held.valid_from, held.valid_to)
       or (held.valid_to is null and left_on is not null) or held.valid_to > left_on + 1
    order by holding_id limit 1`;
  return row;
}

export interface DepartmentOfAccount {
  readonly account: string;
  readonly personName: string;
  readonly departmentId: number;
}
/** Open accounts of departments, and the rights in force that are limited to one. */
export async function selectDependents(
  tx: Tx,
): Promise<{ accounts: DepartmentOfAccount[]; grants: DepartmentOfAccount[] }> {
  const [accounts, grants] = await Promise.all([
    tx<DepartmentOfAccount[]>`
      select account, person_name as "personName", department_id as "departmentId" from account
      where closed_at is null and department_id is not null order by account`,
    tx<DepartmentOfAccount[]>`
      select account, person_name as "personName", access_grant.department_id as "departmentId"
      from access_grant join account using (account_id)
      where closed_at is null and access_grant.department_id is not null and revoked_at is null
        and (valid_to is null or valid_to > now())
      order by account, grant_id`,
  ]);
  return { accounts, grants };
}

/** A name that two departments bear on one day, of those that an order began or ended; undefined where none. */
export async function findNameTwice(tx: Tx, departmentIds: readonly number[]): Promise<string | undefined> {
  const [row] = await tx<{ name: string }[]>`
    select one.name from department one join department other using (name)
    where one.department_id = any(${[...departmentIds]}::int[]) and one.department_id <> other.department_id
      and daterange(one.valid_from, one.valid_to) && daterange(other.valid_from, other.valid_to) limit 1`;
  return row?.name;
}
