import { lonLat } from '../../../geodata/lon-lat.ts';
import { decodeSnapshot } from '../../../server/cameras/snapshot.rules.ts';
import { cameraLayers, type CameraScene } from '../../../web/cameras/camera-layers.ts';
import { EFFECTIVE_STATES } from '../../../web/cameras/effective-state.rules.ts';
import { createMap } from '../../../web/map/index.ts';

/**
 * The map as the console builds it, without panels. Query: layers = bare | fleet, zoom. `bench.firstMs` settles with the
 * time from navigation to the first complete map; `bench.pan(frames)` with the milliseconds a frame took.
 */
const query = new URLSearchParams(location.search);
const bare = query.get('layers') === 'bare';
const zoom = Number(query.get('zoom') ?? 14);
const middle = lonLat(128.8961, 37.7519);

/** A register on an ordinary day: no probe runs here, so nine in ten are called normal. */
const STATES = Array.from({ length: 100 }, (_, i) =>
  EFFECTIVE_STATES.indexOf(
    i < 90 ? 'normal' : i < 93 ? 'unknown' : i < 96 ? 'caution' : i < 99 ? 'fault' : 'violation',
  ),
);

const json = async (path: string) => (await fetch(path)).json() as Promise<{ tileVersion: number }>;
const frame = () => new Promise<void>((done) => requestAnimationFrame(() => done()));

async function begin() {
  const snapshot = bare ? null : fetch('/api/cameras/snapshot').then((answer) => answer.arrayBuffer());
  const { tileVersion } = await json('/api/city');
  const box = document.querySelector<HTMLElement>('#map');
  if (!box) throw new Error('no place for the map');
  const map = createMap(box, {
    theme: 'dark',
    tileVersion,
    view: { center: middle, zoom, bearingDeg: 0 },
    words: { mapLabel: 'bench' },
  });
  const bytes = await snapshot;
  if (bytes) {
    const columns = decodeSnapshot(bytes);
    const scene: CameraScene = {
      columns,
      fields: 'bare',
      homeDeg: columns.azimuthDeg,
      effectiveState: columns.state.map((_, row) => STATES[row % STATES.length] ?? 0),
      visible: new Uint8Array(columns.count).fill(1),
      bright: null,
      selectedRow: null,
      hoveredRow: null,
      theme: 'dark',
      window: map.window(),
      labelOf: () => null,
      stale: false,
      clustered: false,
      changed: [],
    };
    const draw = () => map.setLayers(cameraLayers({ ...scene, window: map.window() }));
    draw();
    map.onView(draw);
  }
  await map.ready;
  await finished();
  return map;
}

/** Everything that was asked of the GPU is drawn. */
async function finished(): Promise<void> {
  await frame();
  await frame();
  const gl = document.querySelector('canvas')?.getContext('webgl2');
  gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

const begun = begin();

/** Back and forth over ground that is loaded, six pixels a frame. */
async function pan(frames: number): Promise<number> {
  const map = await begun;
  const start = performance.now();
  for (let i = 0; i < frames; i++) {
    const step = i % 40 < 20 ? i % 20 : 20 - (i % 20);
    map.setView({ center: map.unproject(...offset(map.project(middle), step * 6)) });
    await frame();
  }
  map.setView({ center: middle });
  await finished();
  return (performance.now() - start) / frames;
}

const offset = ([x, y]: [number, number], px: number): [number, number] => [x + px, y + px / 2];

Object.assign(globalThis, { bench: { firstMs: begun.then(() => performance.now()), pan } });
