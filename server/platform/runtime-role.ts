import type { Sql } from './db.ts';

/** The run-time role has rights that would make every fence in the database void. */
export class RoleError extends Error {
  override name = 'RoleError';
}

type Powers = {
  user: string;
  superuser: boolean;
  bypassesRowSecurity: boolean;
  createsRoles: boolean;
  ownsObjects: boolean;
  ownsDatabase: boolean;
};

/**
 * Refuses to run as a role that is a superuser, bypasses row security, makes roles, or owns anything in the database,
 * itself or through membership.
 * @throws RoleError naming what is too much
 */
export const refuseOwner = async (sql: Sql): Promise<void> => {
  const [powers] = await sql<Powers[]>`
    with mine as (
      select oid, rolsuper, rolbypassrls, rolcreaterole from pg_roles where pg_has_role(current_user, oid, 'member')
    )
    select
      current_user as user,
      bool_or(rolsuper) as superuser,
      bool_or(rolbypassrls) as "bypassesRowSecurity",
      bool_or(rolcreaterole) as "createsRoles",
      exists (select from pg_class where relowner in (select oid from mine) and relpersistence <> 't')
        or exists (select from pg_proc where proowner in (select oid from mine))
        or exists (select from pg_namespace where nspowner in (select oid from mine) and nspname !~ '^pg_')
        as "ownsObjects",
      exists (select from pg_database where datname = current_database() and datdba in (select oid from mine))
        as "ownsDatabase"
    from mine`;
  if (powers === undefined) throw new RoleError('The role could not be read.');
  const tooMuch = [
    powers.superuser && 'superuser',
    powers.bypassesRowSecurity && 'bypassrls',
    powers.createsRoles && 'createrole',
    powers.ownsDatabase && 'owner of the database',
    powers.ownsObjects && 'owner of tables or functions',
  ].filter((word) => word !== false);
  if (tooMuch.length > 0) {
    throw new RoleError(
      `실행 역할 '${powers.user}'의 권한이 너무 큽니다(${tooMuch.join(', ')}). 소유자가 아닌 역할을 쓰십시오.\n` +
        `The run-time role '${powers.user}' may do too much (${tooMuch.join(', ')}). Use a role that owns nothing.`,
    );
  }
};
