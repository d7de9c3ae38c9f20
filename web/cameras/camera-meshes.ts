import { lonLat } from '../../geodata/lon-lat.ts';
import { KINDS, SIGN_STATES, type CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { buildFanMesh, type Fan, type FanMesh } from '../map/fan-mesh.ts';
import { buildGlyphMesh, type GlyphMesh } from '../map/glyph-mesh.ts';
import { groundPlane, type GroundPlane } from '../map/ground-plane.rules.ts';
import { buildPointMesh, type PointMesh } from '../map/point-layer.ts';
import { spreadOnPole } from './pole-spread.rules.ts';
import { hasSector, sectorRim } from './sector.rules.ts';

export const PTZ = KINDS.indexOf('ptz');
export const FISHEYE = KINDS.indexOf('fisheye');
const KIND_UNKNOWN = KINDS.indexOf('unknown');
const STALE = SIGN_STATES.indexOf('stale');

/** What follows from the register alone and is built once a snapshot. */
export interface CameraMeshes {
  plane: GroundPlane;
  glyphs: GlyphMesh;
  points: PointMesh;
  /** Bearing in which the body stands beside its pole; NaN = on it. */
  pushDeg: Float32Array;
  /** 1 = its bearing is needed to draw it and is not known. */
  bearingUnknown: Uint8Array;
  /** 1 = carries the stale sign's mark of its pole. */
  signMark: Uint8Array;
}

/** What each camera sees among the buildings, by its number; null where nothing is known well enough to be drawn. */
export type Fields = ReadonlyMap<number, Fan | null>;

const built = new WeakMap<CameraColumns, CameraMeshes>();
let last: { columns: CameraColumns; meshes: CameraMeshes } | null = null;

/** What the meshes are made of: a change of anything else, as of a device's state, must not build them again. */
const GROUND = ['siteId', 'lon', 'lat', 'kind', 'azimuthDeg', 'hfovDeg', 'rangeM', 'mobile'] as const;

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
};

/** The meshes of a snapshot: those of the last one where nothing that they show has changed. */
export function meshesOf(columns: CameraColumns): CameraMeshes {
  const known = built.get(columns);
  if (known) return known;
  const before = last?.columns;
  const kept =
    last && before && GROUND.every((name) => sameNumbers(before[name], columns[name])) ? last.meshes : null;
  const meshes = kept ? { ...kept, signMark: signMarks(columns, poles(columns)) } : buildMeshes(columns);
  last = { columns, meshes };
  built.set(columns, meshes);
  return meshes;
}

const place = (columns: CameraColumns, row: number) => lonLat(columns.lon[row] ?? 0, columns.lat[row] ?? 0);

/** A mobile camera is another legal regime: it is drawn as a place, never as a fixed view. */
const shapeOf = (columns: CameraColumns, row: number) =>
  columns.mobile[row] ? KIND_UNKNOWN : (columns.kind[row] ?? KIND_UNKNOWN);

export const sightOf = (columns: CameraColumns, row: number) => ({
  azimuthDeg: columns.azimuthDeg[row] ?? NaN,
  hfovDeg: columns.kind[row] === FISHEYE ? 360 : (columns.hfovDeg[row] ?? NaN),
  rangeM: columns.rangeM[row] ?? NaN,
});

function buildMeshes(columns: CameraColumns): CameraMeshes {
  const { count } = columns;
  const plane = groundPlane(count ? lonLat(middle(columns.lon), middle(columns.lat)) : lonLat(0, 0));
  const bearingUnknown = new Uint8Array(count);
  const pushDeg = new Float32Array(count).fill(NaN);
  for (let row = 0; row < count; row++) {
    if (columns.kind[row] !== FISHEYE && Number.isNaN(columns.azimuthDeg[row])) bearingUnknown[row] = 1;
  }
  const byPole = poles(columns);
  for (const rows of byPole) {
    if (rows.length < 2) continue;
    const spread = spreadOnPole(
      rows.map((row) => (columns.kind[row] === FISHEYE ? NaN : (columns.azimuthDeg[row] ?? NaN))),
    );
    rows.forEach((row, i) => (pushDeg[row] = spread[i] ?? NaN));
  }
  return {
    plane,
    bearingUnknown,
    pushDeg,
    signMark: signMarks(columns, byPole),
    points: buildPointMesh(
      plane,
      Uint32Array.from({ length: count }, (_, row) => row),
      columns.lon,
      columns.lat,
    ),
    glyphs: buildGlyphMesh(count, plane, (row) => {
      const push = pushDeg[row] ?? NaN;
      const shape = shapeOf(columns, row);
      const upright = shape === FISHEYE || shape === KIND_UNKNOWN || bearingUnknown[row] === 1;
      return {
        at: place(columns, row),
        shape,
        turnDeg: upright ? null : (columns.azimuthDeg[row] ?? 0),
        pushDeg: Number.isNaN(push) ? null : push,
      };
    }),
  };
}

let lastFans: {
  columns: CameraColumns;
  plane: GroundPlane;
  fields: Fields | 'bare' | null;
  fans: FanMesh;
} | null = null;

/**
 * The fields of view as one mesh: what each camera sees among the buildings, or, where nobody knows these ('bare'), the
 * sector of the register. Before they are read there is none. The mesh stays the same where nothing of it has changed.
 */
export function fansOf(columns: CameraColumns, fields: Fields | 'bare' | null): FanMesh {
  const { plane } = meshesOf(columns);
  const kept =
    lastFans?.plane === plane &&
    lastFans.fields === fields &&
    sameNumbers(lastFans.columns.cameraId, columns.cameraId);
  if (kept && lastFans !== null) return lastFans.fans;
  const fans = buildFanMesh(columns.count, plane, (row) => {
    if (fields === null || columns.mobile[row]) return null;
    if (fields !== 'bare') return fields.get(columns.cameraId[row]!) ?? null;
    const sight = sightOf(columns, row);
    return hasSector(sight) ? { apex: place(columns, row), ...sectorRim(sight) } : null;
  });
  lastFans = { columns, plane, fields, fans };
  return fans;
}

/** One camera of each pole with a stale sign carries the pole's mark. */
function signMarks(columns: CameraColumns, byPole: readonly number[][]): Uint8Array {
  const marks = new Uint8Array(columns.count);
  for (const rows of byPole) {
    const staleRow = rows.find((row) => columns.signboard[row] === STALE);
    if (staleRow !== undefined) marks[staleRow] = 1;
  }
  return marks;
}

/** Rows of one site, site by site. */
function poles(columns: CameraColumns): number[][] {
  const bySite = new Map<number, number[]>();
  columns.siteId.forEach((siteId, row) => {
    const rows = bySite.get(siteId);
    if (rows) rows.push(row);
    else bySite.set(siteId, [row]);
  });
  return [...bySite.values()];
}

function middle(values: Float64Array): number {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return (least + most) / 2;
}
