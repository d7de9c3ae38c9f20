import { act } from '../platform/act.ts';
import { SYSTEM } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import {
  advanceIdentities,
  analyseTables,
  copyRows,
  firstFreeNumbers,
  hasRealHeights,
  noteLayers,
  nameOwners,
  removeDemoRows,
  selectToday,
  selectDemoOrganisation,
} from './demo-city.sql.ts';
import { DEMO_OWNERS, delegationRows } from './agencies.rules.ts';
import { consultationRows } from './consultations.rules.ts';
import { contractRows } from './contracts.rules.ts';
import { mountCameras } from './cameras.rules.ts';
import { demandRows } from './demand.rules.ts';
import { equipmentRows } from './equipment.rules.ts';
import { drawLand } from './land.rules.ts';
import { heightRows } from './heights.rules.ts';
import { landRows } from './land-rows.rules.ts';
import { organisation } from './organisation.rules.ts';
import { organisationRows, registerRows } from './register-rows.rules.ts';
import { postSigns } from './signs.rules.ts';
import { chooseSites } from './sites.rules.ts';
import { staffRows } from './staff.rules.ts';

export interface DemoCityOptions {
  readonly seed: number;
  /** About how many cameras; sites follow. */
  readonly cameras: number;
  /** Where the simulated cameras answer. */
  readonly rtspPort: number;
  readonly onvifPort: number;
}

const HEIGHTS_TITLE = '시연용 합성 지형 고저';
const TITLES = {
  districts: '시연용 합성 읍면동 경계',
  coast: '시연용 합성 해안선',
  roads: '시연용 합성 도로',
  buildings: '시연용 합성 건물',
  places: '지명 (대략의 위치)',
  water: '시연용 합성 하천과 호수',
  green: '시연용 합성 공원',
  cameras: '시연용 합성 카메라 — 실제 카메라 위치가 아님',
};

/**
 * Loads the synthetic city in one transaction, replacing any demo rows. Needs the owner's connection, since rows bring
 * their own numbers. Every row says source 'demo'.
 */
export async function loadDemoCity(sql: Sql, options: DemoCityOptions): Promise<void> {
  const { seed, cameras: fleet, rtspPort, onvifPort } = options;
  const land = drawLand(seed);
  const sites = chooseSites(land, fleet, seed);
  const cameras = mountCameras(sites, fleet, seed);
  await act(
    sql,
    SYSTEM,
    'register.import',
    { kind: 'demo-city', detail: { ...options } },
    async (tx, note) => {
      await removeDemoRows(tx);
      const first = await firstFreeNumbers(tx);
      const kept = await selectDemoOrganisation(tx);
      const registers = organisation(kept ?? first);
      const notices = postSigns(cameras, registers, seed);
      const register = { sites, cameras, notices, registers, districts: land.districts, rtspPort, onvifPort };
      const today = await selectToday(tx);
      const realHeights = await hasRealHeights(tx);
      const cameraId = ({ number }: { number: number }): number => first.cameraId + number - 1;
      await nameOwners(tx, DEMO_OWNERS);
      const loads = [
        ...landRows(land, first.districtId),
        ...(realHeights ? [] : heightRows(land.relief)),
        ...demandRows(land, first.demandId, seed),
        ...(kept ? [] : [...organisationRows(registers), ...staffRows(registers, first)]),
        ...(first.contractId === 1 ? contractRows(registers, first.contractId) : []),
        ...registerRows(register, first),
        ...equipmentRows(cameras, registers, cameraId, seed),
        ...delegationRows(cameras, cameraId, today),
        ...consultationRows(cameras, registers, cameraId, today),
      ];
      for (const rows of loads) await copyRows(tx, rows);
      await analyseTables(
        tx,
        loads.map(({ table }) => table),
      );
      await advanceIdentities(tx);
      await noteLayers(
        tx,
        Object.entries(realHeights ? TITLES : { ...TITLES, heights: HEIGHTS_TITLE }).map(
          ([layer, title]) => ({
            layer,
            title,
          }),
        ),
      );
      await announce(tx, { kind: 'layer' }, { kind: 'register' });
      note({
        sites: sites.length,
        cameras: cameras.length,
        buildings: land.buildings.length,
        roads: land.roads.length,
      });
    },
  );
}
