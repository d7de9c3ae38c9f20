import { createHash } from 'node:crypto';
import type { Sql } from './db.ts';

const TABLES = ['audit', 'audit_anchor', 'audit_head', 'audit_review', 'audit_spool_line'];
const FUNCTIONS = [
  'audit_can_be_written',
  'audit_is_append_only',
  'audit_review_stays',
  'audit_row_digest',
  'end_viewings_of',
  'join_audit_spool',
  'lay_audit_row',
  'write_audit',
  'write_viewings',
];

/** Triggers and functions of the audit as the migrations made them. A test holds these against a database just migrated. */
const MADE: Readonly<Record<string, string>> = {
  audit_anchor_stays: '537d31867f880b4e',
  audit_anchors_stay: 'a726d0c0dabca366',
  'audit_can_be_written()': '18da4eac778e7613',
  audit_is_a_chain: '5a89ba5d09321dfb',
  'audit_is_append_only()': 'a19d8c8d2daac560',
  audit_review_stays: 'debb530ac1335ae3',
  'audit_review_stays()': '3848d7f1dbc020fe',
  audit_reviews_stay: '0ad9605aa54062a7',
  'audit_row_digest()': 'a820f3e7fb69461f',
  audit_rows_stay: '015470a55d51d5f6',
  audit_spool_lines_stay: 'e2d388b6fdb6bc80',
  audit_stays: 'b768df28d3fafeb8',
  'end_viewings_of()': '0c43e417069da8ac',
  'join_audit_spool()': 'ed8c8d4346e0ca7b',
  'lay_audit_row()': 'c8d32b726b13d3dd',
  'write_audit()': 'f6313ca915fd70c8',
  'write_viewings()': '8bf4e4f9091ae58c',
};

/** What another role than the owner may do on each table; nobody else may do anything. */
const RIGHTS: Readonly<Record<string, string>> = {
  audit: 'gwanje_app INSERT, gwanje_app SELECT',
  audit_anchor: 'gwanje_app INSERT, gwanje_app SELECT',
  audit_head: 'gwanje_app SELECT',
  audit_review: 'gwanje_app INSERT, gwanje_app SELECT',
  audit_spool_line: 'gwanje_app INSERT, gwanje_app SELECT',
};

interface Fence {
  readonly name: string;
  readonly made: string;
}

/** The triggers on the tables of the audit and the functions that they and its writers call, each with its digest. */
async function readFences(sql: Sql): Promise<Map<string, string>> {
  const fences = await sql<Fence[]>`
    select tgname as name, concat_ws(e'\n', tgrelid::regclass, tgtype, tgfoid::regproc, tgenabled, tgqual, tgnargs, tgattr) as made
    from pg_trigger join pg_class on pg_class.oid = tgrelid
    where not tgisinternal and relnamespace = 'public'::regnamespace and relname = any(${TABLES})
    union all
    select proname || '()', string_agg(
             concat_ws(e'\n', pg_get_function_identity_arguments(pg_proc.oid), prosrc, lanname, prosecdef, provolatile,
                       prorettype::regtype, proconfig), e'\n' order by pg_get_function_identity_arguments(pg_proc.oid))
    from pg_proc join pg_language on pg_language.oid = prolang
    where pronamespace = 'public'::regnamespace and proname = any(${FUNCTIONS})
    group by proname
    union all
    select format('rule %s on %s', rulename, relname), ''
    from pg_rewrite join pg_class on pg_class.oid = ev_class
    where relnamespace = 'public'::regnamespace and relname = any(${TABLES})
    union all
    select format('row security on %s', relname), '' from pg_class
    where relnamespace = 'public'::regnamespace and relname = any(${TABLES}) and (relrowsecurity or relkind <> 'r')`;
  return new Map(fences.map(({ name, made }) => [name, digestOf(made)]));
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

interface Power {
  readonly name: string;
  readonly owner: string;
  readonly rights: string;
}

/** Whose each table is, and what others may do on it or on one of its columns. */
function selectPowers(sql: Sql): Promise<Power[]> {
  return sql<Power[]>`
    with rights as (
      select oid, relname, relowner, relacl as acl from pg_class
      union all
      select pg_class.oid, relname, relowner, attacl from pg_class join pg_attribute on attrelid = pg_class.oid
      where attacl is not null
    )
    select relname as name, relowner::regrole::text as owner,
           coalesce(string_agg(distinct format('%s %s', case when grantee = 0 then 'public' else grantee::regrole::text end,
                                      privilege_type || case when is_grantable then ' further' else '' end), ', ')
             filter (where grantee <> relowner), '') as rights
    from rights left join lateral aclexplode(acl) on true
    where oid in (select oid from pg_class where relnamespace = 'public'::regnamespace and relname = any(${TABLES}))
    group by relname, relowner order by relname`;
}

/** Who owns what the owner of the register does not, and a role at run time that could give itself more. */
async function strangeOwners(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    with owned as (
      select relname as name, relowner as owner from pg_class
      where relnamespace = 'public'::regnamespace and relname = any(${TABLES})
      union all
      select proname || '()', proowner from pg_proc
      where pronamespace = 'public'::regnamespace and proname = any(${FUNCTIONS})
    ), city as (select relowner as owner from pg_class where oid = 'account'::regclass)
    select distinct format('owner of %s', name) as name from owned, city
    where owned.owner <> city.owner
    union all
    select 'role ' || rolname from pg_roles, city
    where rolname in ('gwanje_app', 'gwanje_public')
      and (rolsuper or rolcreaterole or rolbypassrls or rolreplication or pg_has_role(pg_roles.oid, city.owner, 'member'))
    order by 1`;
  return rows.map(({ name }) => name);
}

/**
 * The fences of the audit that are down, by name: a trigger switched off, exchanged, taken away or put beside, a function with
 * another body, another owner, a right that the migrations gave nobody (Art. 30(3)).
 */
export async function fencesThatAreDown(sql: Sql): Promise<string[]> {
  const [there, powers, owners] = [await readFences(sql), await selectPowers(sql), await strangeOwners(sql)];
  const changed = [...new Set([...Object.keys(MADE), ...there.keys()])].filter(
    (name) => MADE[name] !== there.get(name),
  );
  const gone = TABLES.filter((table) => !powers.some(({ name }) => name === table));
  const widened = powers.filter(({ name, rights }) => rights !== RIGHTS[name]);
  return [...changed, ...gone, ...widened.map(({ name }) => `rights on ${name}`), ...owners].sort();
}
