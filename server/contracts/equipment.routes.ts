import { Hono, type Context } from 'hono';
import type { z } from 'zod';
import { cityDay } from '../cameras/city-day.rules.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { aged } from './equipment.rules.ts';
import {
  cameraParam,
  equipmentParam,
  equipmentPatch,
  equipmentQuery,
  faultParam,
  faultsQuery,
  keeperBody,
  newEquipmentBody,
  newFaultBody,
  repairBody,
  type ContractorsOwn,
  type EquipmentPage,
  type FaultsPage,
} from './equipment.schema.ts';
import { countAges, selectContractorsOwn, selectEquipmentLines } from './equipment.sql.ts';
import { countOpenFaults, selectFaultLines, selectProposals } from './faults.sql.ts';
import {
  addEquipment,
  changeEquipment,
  giveToKeeper,
  readCameraEquipment,
  readLife,
  repairFault,
  reportFault,
} from './keep-equipment.ts';
import { newWindowBody, windowParam } from './maintenance.schema.ts';
import { endMaintenance, planMaintenance } from './plan-maintenance.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);
const PROPOSALS = 50;

function paramOf<T>(schema: z.ZodType<T>, c: Context): T {
  const result = schema.safeParse(c.req.param());
  if (!result.success) throw notFound();
  return result.data;
}

/** Equipment and faults of cameras over HTTP (장애방지와 노후장비 관리, Art. 12(2)). */
export const equipmentRoutes = (deps: Deps) => {
  const { sql } = deps;
  const today = (): string => cityDay(deps.now());

  return new Hono<SignedInEnv>()
    .get('/equipment', policed('equipment.read'), async (c) => {
      const query = parsed(equipmentQuery, c.req.query());
      const actor = c.get('actor');
      const lifeMonths = await readLife(sql);
      const on = { life: lifeMonths, today: today() };
      const [rows, counts] = await Promise.all([
        selectEquipmentLines(sql, actor, query, on),
        query.after === undefined ? countAges(sql, actor, on) : [],
      ]);
      const last = rows.at(-1);
      const page: EquipmentPage = {
        lines: rows.map((row) => aged(row, lifeMonths, on.today)),
        next:
          last === undefined || rows.length < query.limit
            ? null
            : `${last.installedOn ?? '-'}.${last.equipmentId}`,
        counts,
        lifeMonths,
        today: on.today,
      };
      return c.json(page);
    })
    .get('/equipment/own', policed('equipment.read'), async (c) => {
      const answer: ContractorsOwn = { own: await selectContractorsOwn(sql, c.get('actor')) };
      c.header('Cache-Control', 'no-store');
      return c.json(answer);
    })
    .get('/faults', policed('equipment.read'), async (c) => {
      const query = parsed(faultsQuery, c.req.query());
      const actor = c.get('actor');
      const first = query.after === undefined && query.state === 'open';
      const [faults, proposals, openCount] = await Promise.all([
        selectFaultLines(sql, actor, query),
        first ? selectProposals(sql, actor, query, PROPOSALS) : [],
        countOpenFaults(sql, actor),
      ]);
      const last = faults.at(-1);
      const next =
        last === undefined || faults.length < query.limit ? null : `${last.foundAt}~${last.faultId}`;
      const page: FaultsPage = { faults, next, proposals, openCount };
      return c.json(page);
    })
    .get('/cameras/:cameraId/equipment', policed('equipment.read'), async (c) =>
      c.json(await readCameraEquipment(sql, c.get('actor'), paramOf(cameraParam, c).cameraId, deps.now())),
    )
    .post('/cameras/:cameraId/equipment', policed('equipment.edit'), async (c) => {
      const { cameraId } = paramOf(cameraParam, c);
      const body = parsed(newEquipmentBody, await bodyOf(c));
      await addEquipment(sql, c.get('actor'), cameraId, body, today());
      return c.json(await readCameraEquipment(sql, c.get('actor'), cameraId, deps.now()), 201);
    })
    .patch('/cameras/:cameraId/equipment/:equipmentId', policed('equipment.edit'), async (c) => {
      const params = paramOf(equipmentParam, c);
      const patch = parsed(equipmentPatch, await bodyOf(c));
      await changeEquipment(sql, c.get('actor'), params, patch, today());
      return c.json(await readCameraEquipment(sql, c.get('actor'), params.cameraId, deps.now()));
    })
    .put('/cameras/:cameraId/keeper', policed('camera.decide'), async (c) => {
      const { cameraId } = paramOf(cameraParam, c);
      await giveToKeeper(sql, c.get('actor'), cameraId, parsed(keeperBody, await bodyOf(c)), today());
      return c.json(await readCameraEquipment(sql, c.get('actor'), cameraId, deps.now()));
    })
    .post('/cameras/:cameraId/maintenance', policed('equipment.edit'), async (c) => {
      const { cameraId } = paramOf(cameraParam, c);
      const body = parsed(newWindowBody, await bodyOf(c));
      await planMaintenance(sql, c.get('actor'), cameraId, body, deps.now());
      return c.json(await readCameraEquipment(sql, c.get('actor'), cameraId, deps.now()), 201);
    })
    .post('/cameras/:cameraId/maintenance/:windowId/end', policed('equipment.edit'), async (c) => {
      const params = paramOf(windowParam, c);
      await endMaintenance(sql, c.get('actor'), params, deps.now());
      return c.json(await readCameraEquipment(sql, c.get('actor'), params.cameraId, deps.now()));
    })
    .get('/cameras/:cameraId/faults', policed('equipment.read'), async (c) => {
      const { cameraId } = paramOf(cameraParam, c);
      const { faults, means } = await readCameraEquipment(sql, c.get('actor'), cameraId, deps.now());
      return c.json({ faults, means });
    })
    .post('/cameras/:cameraId/faults', policed('fault.report'), async (c) => {
      const { cameraId } = paramOf(cameraParam, c);
      const body = parsed(newFaultBody, await bodyOf(c));
      await reportFault(sql, c.get('actor'), cameraId, body, deps.now());
      return c.json(await readCameraEquipment(sql, c.get('actor'), cameraId, deps.now()), 201);
    })
    .patch('/cameras/:cameraId/faults/:faultId', policed('equipment.edit'), async (c) => {
      const params = paramOf(faultParam, c);
      await repairFault(sql, c.get('actor'), params, parsed(repairBody, await bodyOf(c)), deps.now());
      return c.json(await readCameraEquipment(sql, c.get('actor'), params.cameraId, deps.now()));
    });
};
