import { describe, expect, it } from 'vitest';
import { tokensCss } from './tokens-css.ts';
import { THEMES, tokens, type StateRole, type SurfaceRole, type Theme } from './tokens.ts';

type Triple = [number, number, number];

const channels = (hex: string): Triple =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as Triple;
const linear = (hex: string): Triple =>
  channels(hex).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as Triple;
const times = (matrix: readonly Triple[], [x, y, z]: Triple): Triple =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as Triple;

function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB. */
const SIGHT: Record<string, Triple[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function lab(hex: string, sight: readonly Triple[]): Triple {
  const seen = times(sight, linear(hex)).map((c) => Math.min(1, Math.max(0, c))) as Triple;
  const [x, y, z] = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    seen,
  );
  const f = (v: number) => (v > 216 / 24389 ? Math.cbrt(v) : ((24389 / 27) * v + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** CIEDE2000 after Sharma, Wu, Dalal 2005. */
function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const rad = Math.PI / 180;
  const mean7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(mean7 / (mean7 + 25 ** 7)));
  const hue = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / rad + 360) % 360);
  const [A1, A2] = [(1 + g) * a1, (1 + g) * a2];
  const [c1, c2] = [Math.hypot(A1, b1), Math.hypot(A2, b2)];
  const [h1, h2] = [hue(A1, b1), hue(A2, b2)];
  const grey = c1 * c2 === 0;
  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const dl = l2 - l1;
  const dc = c2 - c1;
  const dh = 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * rad);
  const lm = (l1 + l2) / 2;
  const cm = (c1 + c2) / 2;
  const hm = grey
    ? h1 + h2
    : Math.abs(h1 - h2) <= 180
      ? (h1 + h2) / 2
      : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
  const t =
    1 -
    0.17 * Math.cos((hm - 30) * rad) +
    0.24 * Math.cos(2 * hm * rad) +
    0.32 * Math.cos((3 * hm + 6) * rad) -
    0.2 * Math.cos((4 * hm - 63) * rad);
  const sl = 1 + (0.015 * (lm - 50) ** 2) / Math.sqrt(20 + (lm - 50) ** 2);
  const sc = 1 + 0.045 * cm;
  const sh = 1 + 0.015 * cm * t;
  const rc = 2 * Math.sqrt(cm ** 7 / (cm ** 7 + 25 ** 7));
  const rt = -Math.sin(60 * Math.exp(-(((hm - 275) / 25) ** 2)) * rad) * rc;
  return Math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh));
}

const STATES = Object.keys(tokens.dark.state) as StateRole[];

function closestStates(theme: Theme, sight: string): { distance: number; pair: string } {
  let closest = { distance: Infinity, pair: '' };
  for (const [i, a] of STATES.entries()) {
    for (const b of STATES.slice(i + 1)) {
      const of = (state: StateRole) => lab(tokens[theme].state[state], SIGHT[sight] ?? []);
      const distance = ciede2000(of(a), of(b));
      if (distance < closest.distance) closest = { distance, pair: `${a}, ${b}` };
    }
  }
  return closest;
}

describe('contrast (WCAG 2)', () => {
  const text: SurfaceRole[] = ['t1', 't2', 't3'];
  const grounds: SurfaceRole[] = ['panel', 'raise', 'inset', 'bar'];
  it.each(THEMES)('text reads on every surface, %s', (theme) => {
    const { surface } = tokens[theme];
    for (const ink of text) {
      for (const ground of grounds) {
        expect(contrast(surface[ink], surface[ground]), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it.each(THEMES)('every state reads on land, panel and building, %s', (theme) => {
    const { state, ground, surface } = tokens[theme];
    for (const name of STATES) {
      for (const under of [ground.land, surface.panel, ground.building]) {
        expect(contrast(state[name], under), name).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it.each(THEMES)('words on an open incident read, %s', (theme) => {
    expect(contrast(tokens[theme].onIncident, tokens[theme].state.incident)).toBeGreaterThanOrEqual(4.5);
  });

  it('knows the ratio of black on white', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 6);
  });
});

describe('states told apart without full colour sight', () => {
  it('measures as published: Sharma 2005, pairs 1 and 7', () => {
    expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
  });

  it.each(Object.keys(SIGHT))('dark, %s: at least 8', (sight) => {
    const { distance, pair } = closestStates('dark', sight);
    expect(distance, pair).toBeGreaterThanOrEqual(8);
  });

  it.each(Object.keys(SIGHT))('light, %s: at least 4.5, the badge carries the rest', (sight) => {
    const { distance, pair } = closestStates('light', sight);
    expect(distance, pair).toBeGreaterThanOrEqual(4.5);
  });
});

describe('style sheet', () => {
  it('gives both themes the same properties', () => {
    const names = (theme: Theme) => {
      const block = tokensCss().split(`[data-theme='${theme}'] {`)[1]?.split('}')[0] ?? '';
      return [...block.matchAll(/--[a-z0-9-]+(?=:)/g)].map(([name]) => name).sort();
    };
    expect(names('dark')).toEqual(names('light'));
    expect(names('dark')).toContain('--state-violation');
  });
});
