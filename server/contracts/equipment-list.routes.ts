import { Hono } from 'hono';
import { cityDay } from '../cameras/city-day.rules.ts';
import type { Deps } from '../platform/deps.ts';
import { parsed } from '../platform/http-errors.ts';
import { readListBody, type ListFile } from '../platform/list-file.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { equipmentAcceptQuery, equipmentPreviewQuery } from './equipment-list.schema.ts';
import { importEquipment, previewEquipment } from './import-equipment.ts';
import { EQUIPMENT_LIST } from './plan-of-equipment.ts';

/** Sheets of inspected equipment over HTTP (점검표, Art. 12(2)): first told row by row, then taken in. */
export const equipmentListRoutes = (deps: Deps) => {
  const { sql } = deps;
  const today = (): string => cityDay(deps.now());
  const fileOf = (body: ArrayBuffer, filename: string): Promise<ListFile> =>
    readListBody(EQUIPMENT_LIST, body, filename, deps.config.dataDir);
  return new Hono<SignedInEnv>()
    .post('/equipment/list/preview', policed('equipment.edit'), async (c) => {
      const { filename } = parsed(equipmentPreviewQuery, c.req.query());
      const file = await fileOf(await c.req.arrayBuffer(), filename);
      return c.json(await previewEquipment(sql, c.get('actor'), file, today()));
    })
    .post('/equipment/list', policed('equipment.edit'), async (c) => {
      const { filename, fingerprint, faulty } = parsed(equipmentAcceptQuery, c.req.query());
      const file = await fileOf(await c.req.arrayBuffer(), filename);
      const options = { fingerprint, faulty, today: today() };
      return c.json(await importEquipment(sql, c.get('actor'), file, options), 201);
    });
};
