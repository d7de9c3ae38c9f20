import { KINDS } from '../../server/cameras/snapshot.rules.ts';
import { rasterise, type DrawGlyph, type GlyphAtlas } from '../map/glyph-atlas.ts';
import { tokens, type Theme } from '../ui/tokens.ts';
import type { EffectiveState } from './effective-state.rules.ts';

/** Columns of the atlas: how a body is drawn. 'open' are the ways of a camera whose bearing is not known. */
export const BODIES = ['solid', 'live', 'hollow', 'dashed', 'open', 'open-live', 'open-fault'] as const;
export const BADGES = ['violation', 'fault', 'caution', 'unknown', 'live'] as const;
export type Badge = (typeof BADGES)[number];

export const CELL_UNITS = 34;
export const BADGE_SCALE = 0.82;

const FIXED = 'M-3.6 6.5H3.6V-.6L6.2-6.8H-6.2L-3.6-.6Z';
const RING = 'M-4.4-8A9.1 9.1 0 1 0 4.4-8';
const disc = (r: number, y = 0) => `M0 ${y - r}A${r} ${r} 0 1 1 0 ${y + r}A${r} ${r} 0 1 1 0 ${y - r}Z`;

interface Stroke {
  width: number;
  dash?: number[];
  cap?: CanvasLineCap;
}
interface Piece {
  path: string;
  fill?: string;
  stroke?: string;
  line?: Stroke;
}

/** Halo first, round everything, then the pieces: a glyph reads on any ground. */
function drawn(pieces: readonly Piece[], halo: string): DrawGlyph {
  return (pen) => {
    pen.lineJoin = 'round';
    for (const pass of ['halo', 'ink'] as const) {
      for (const { path, fill, stroke, line } of pieces) {
        const shape = new Path2D(path);
        pen.lineCap = line?.cap ?? 'butt';
        pen.setLineDash(pass === 'halo' ? [] : (line?.dash ?? []));
        if (pass === 'halo') {
          pen.strokeStyle = halo;
          pen.lineWidth = (stroke ? (line?.width ?? 1) : 0) + 3;
          pen.lineCap = 'round';
          pen.stroke(shape);
          if (fill !== undefined) {
            pen.fillStyle = halo;
            pen.fill(shape);
          }
          continue;
        }
        if (fill !== undefined) {
          pen.fillStyle = fill;
          pen.fill(shape, 'evenodd');
        }
        if (stroke !== undefined) {
          pen.strokeStyle = stroke;
          pen.lineWidth = line?.width ?? 1;
          pen.stroke(shape);
        }
      }
    }
  };
}

function bodyPieces(kind: (typeof KINDS)[number], body: (typeof BODIES)[number], theme: Theme): Piece[] {
  const { state, surface } = tokens[theme];
  const open = body.startsWith('open');
  const ink = {
    solid: state.normal,
    live: state.live,
    hollow: state.fault,
    dashed: state.unknown,
    open: state.normal,
    'open-live': state.live,
    'open-fault': state.fault,
  }[body];
  const filled = body === 'solid' || body === 'live';
  const dash = body === 'dashed' || open ? [2.2, 1.5] : undefined;
  const fill = filled ? ink : surface.halo;
  const line = { width: 1.5, ...(dash && { dash }) };
  const shape = (path: string): Piece => (filled ? { path, fill } : { path, fill, stroke: ink, line });
  switch (kind) {
    case 'fixed':
      return [shape(FIXED)];
    case 'ptz':
      return [
        { path: RING, stroke: ink, line: { width: 1.4, ...(dash && { dash }) } },
        ...(open ? [] : [{ path: 'M0-5V-10.6', stroke: ink, line: { width: 2.6 } }]),
        shape(disc(5.4)),
      ];
    case 'fisheye':
      return [
        { path: disc(7.4), fill: surface.halo, stroke: ink, line: { width: 1.7, ...(dash && { dash }) } },
        { path: disc(3.3), fill: ink },
      ];
    case 'unknown':
      return [shape('M-5-5H5V5H-5Z')];
  }
}

export function badgePieces(badge: Badge, theme: Theme): Piece[] {
  const ink = tokens[theme].state[badge];
  const { halo } = tokens[theme].surface;
  switch (badge) {
    case 'caution':
      return [{ path: 'M0-5.4L5.2 3.9H-5.2Z', fill: ink }];
    case 'fault':
      return [
        { path: 'M-3.6-3.6L3.6 3.6M3.6-3.6L-3.6 3.6', stroke: ink, line: { width: 2.4, cap: 'round' } },
      ];
    case 'violation':
      return [
        { path: 'M0-6.2L6.2 0L0 6.2L-6.2 0Z', fill: ink },
        { path: 'M-.8-3.2H.8V.6H-.8Z', fill: halo },
        { path: disc(0.95, 2.5), fill: halo },
      ];
    case 'live':
      return [
        { path: disc(4.6), fill: ink },
        { path: 'M-1.4-2.2L2.2 0L-1.4 2.2Z', fill: halo },
      ];
    case 'unknown':
      return [
        { path: disc(6), fill: halo, stroke: ink, line: { width: 1.4, dash: [2.2, 1.5] } },
        {
          path: 'M-1.9-1.3A1.9 1.9 0 1 1 .5.5Q0 .8 0 1.5',
          stroke: ink,
          line: { width: 1.3, cap: 'round' },
        },
        { path: disc(0.8, 3.2), fill: ink },
      ];
  }
}

/** Draws a badge around 0, 0 at its natural size. Its inner marks are cut out in the halo's colour, without a halo of their own. */
export function drawBadge(badge: Badge, theme: Theme): DrawGlyph {
  const [body, ...marks] = badgePieces(badge, theme);
  const { halo } = tokens[theme].surface;
  return (pen) => {
    if (body) drawn([body], halo)(pen);
    for (const { path, fill, stroke, line } of marks) {
      const shape = new Path2D(path);
      pen.setLineDash(line?.dash ?? []);
      pen.lineCap = line?.cap ?? 'butt';
      if (fill !== undefined) {
        pen.fillStyle = fill;
        pen.fill(shape);
      }
      if (stroke !== undefined) {
        pen.strokeStyle = stroke;
        pen.lineWidth = line?.width ?? 1;
        pen.stroke(shape);
      }
    }
  };
}

/** Hairline from the pole northwards to a pushed body, with the pole's dot. */
function stem(theme: Theme): DrawGlyph {
  const { state, surface } = tokens[theme];
  return drawn(
    [
      { path: 'M0 0V-16', stroke: state.normal, line: { width: 0.9 } },
      { path: disc(2.3), fill: state.normal },
    ],
    surface.halo,
  );
}

function staleSign(theme: Theme): DrawGlyph {
  const { state, surface } = tokens[theme];
  const pieces = drawn(
    [
      { path: 'M4 3.5h12v8.5H4Z', fill: surface.halo, stroke: state.caution, line: { width: 1.9 } },
      { path: 'M10 12v5.5M7 6l6 4', stroke: state.caution, line: { width: 1.9 } },
    ],
    surface.halo,
  );
  return (pen) => {
    pen.scale(0.72, 0.72);
    pen.translate(-10, -10);
    pieces(pen);
  };
}

export const STALE_MARK = 1;

const badgeCell =
  (badge: Badge, theme: Theme): DrawGlyph =>
  (pen) => {
    pen.scale(BADGE_SCALE, BADGE_SCALE);
    drawBadge(badge, theme)(pen);
  };

const atlases = new Map<string, GlyphAtlas>();

/** The atlas of a theme: bodies turned and upright by kind, badges, then hairline and marks. */
export function glyphAtlas(theme: Theme): GlyphAtlas {
  const key = `${theme}@${globalThis.devicePixelRatio}`;
  const known = atlases.get(key);
  if (known) return known;
  const { halo } = tokens[theme].surface;
  const bodies = KINDS.flatMap((kind) => {
    const line = BODIES.map((body) => drawn(bodyPieces(kind, body, theme), halo));
    return [line, line];
  });
  const atlas = rasterise(
    [...bodies, BADGES.map((badge) => badgeCell(badge, theme)), [stem(theme), staleSign(theme)]],
    CELL_UNITS,
  );
  atlases.set(key, atlas);
  return atlas;
}

/** Body and badge of a state, as columns of the atlas. */
export function glyphColumns(
  state: EffectiveState,
  bearingUnknown: boolean,
): { body: number; badge: number | null } {
  const body = {
    normal: bearingUnknown ? 'open' : 'solid',
    caution: bearingUnknown ? 'open' : 'solid',
    violation: bearingUnknown ? 'open' : 'solid',
    live: bearingUnknown ? 'open-live' : 'live',
    fault: bearingUnknown ? 'open-fault' : 'hollow',
    unknown: 'dashed',
  } as const satisfies Record<EffectiveState, (typeof BODIES)[number]>;
  return { body: BODIES.indexOf(body[state]), badge: state === 'normal' ? null : BADGES.indexOf(state) };
}
