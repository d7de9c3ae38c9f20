import { Hono, type Context } from 'hono';
import { cityDay } from '../cameras/city-day.rules.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { readListBody } from '../platform/list-file.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { importStaff, previewStaff } from './import-staff.ts';
import { addPerson, editPerson } from './keep-person.ts';
import { leave } from './leave.ts';
import {
  leaveBody,
  peopleQuery,
  personForm,
  personParam,
  type PeoplePage,
  type PersonView,
} from './person.schema.ts';
import { STAFF_LIST } from './plan-of-staff.ts';
import { staffAcceptQuery, staffPreviewQuery } from './staff.schema.ts';
import { countPeople, selectPeople, selectPersonView } from './people.sql.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

/** People of the city's service and the staff list over HTTP (Art. 5(1), 32). */
export const peopleRoutes = (deps: Deps) => {
  const { sql } = deps;
  const today = (): string => cityDay(deps.now());
  const personIdOf = (c: Context): number => {
    const result = personParam.safeParse(c.req.param());
    if (!result.success) throw notFound();
    return result.data.personId;
  };
  const view = async (personId: number): Promise<PersonView> => {
    const found = await selectPersonView(sql, personId, today());
    if (found === undefined) throw notFound();
    return found;
  };
  return new Hono<SignedInEnv>()
    .get('/organisation/people', policed('organisation.read'), async (c) => {
      const query = parsed(peopleQuery, c.req.query());
      const [people, total] = await Promise.all([selectPeople(sql, query, today()), countPeople(sql, query)]);
      const next = people.length < query.limit ? null : people.at(-1)!.personId;
      const page: PeoplePage = { people, total, next };
      c.header('Cache-Control', 'no-store');
      return c.json(page);
    })
    .post('/organisation/people', policed('organisation.change'), async (c) => {
      const body = parsed(personForm, await bodyOf(c));
      return c.json(await view(await addPerson(sql, c.get('actor'), body, today())), 201);
    })
    .put('/organisation/people/:personId', policed('organisation.change'), async (c) => {
      const body = parsed(personForm, await bodyOf(c));
      await editPerson(sql, c.get('actor'), personIdOf(c), body, today());
      return c.json(await view(personIdOf(c)));
    })
    .post('/organisation/people/:personId/leave', policed('organisation.change'), async (c) => {
      const body = parsed(leaveBody, await bodyOf(c));
      return c.json(await leave(sql, c.get('actor'), personIdOf(c), body, today()));
    })
    .post('/organisation/staff/preview', policed('staff.import'), async (c) => {
      const { filename } = parsed(staffPreviewQuery, c.req.query());
      const file = await readListBody(STAFF_LIST, await c.req.arrayBuffer(), filename, deps.config.dataDir);
      return c.json(await previewStaff(sql, file, today()));
    })
    .post('/organisation/staff', policed('staff.import'), async (c) => {
      const { filename, fingerprint, faulty } = parsed(staffAcceptQuery, c.req.query());
      const file = await readListBody(STAFF_LIST, await c.req.arrayBuffer(), filename, deps.config.dataDir);
      const options = { fingerprint, faulty, today: today() };
      return c.json(await importStaff(sql, c.get('actor'), file, options), 201);
    });
};
