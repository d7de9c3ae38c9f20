import type { LonLat } from '../../geodata/lon-lat.ts';
import type { Cluster } from '../map/cluster-index.ts';
import type { Sprite } from '../map/sprite-sheet.ts';
import { fontFamily, tokens, type Theme } from '../ui/tokens.ts';
import { drawBadge, type Badge } from './camera-glyphs.ts';
import { EFFECTIVE_STATES } from './effective-state.rules.ts';

/** States that get an arc and a count under the disc, strongest first. */
const ARCS = ['violation', 'fault', 'caution', 'unknown'] as const satisfies readonly Badge[];
const LEAST_ARC_DEG = 26;
const ARC_PX = 3.6;
const STRIP_PX = 17;

export const discRadius = (count: number): number => 11 + 0.86 * Math.sqrt(count);

/** Arcs clockwise from twelve o'clock, at least 26 degrees each, in state order; together never more than the circle. */
export function clusterArcs(
  byState: readonly number[],
  count: number,
): { state: Badge; fromDeg: number; toDeg: number }[] {
  const shares = ARCS.map((state) => ({ state, cameras: byState[EFFECTIVE_STATES.indexOf(state)] ?? 0 }))
    .filter(({ cameras }) => cameras > 0)
    .map(({ state, cameras }) => ({ state, spanDeg: Math.max(LEAST_ARC_DEG, (360 * cameras) / count) }));
  const whole = shares.reduce((sum, { spanDeg }) => sum + spanDeg, 0);
  const shrink = Math.min(1, 360 / whole);
  let fromDeg = 0;
  return shares.map(({ state, spanDeg }) => {
    const arc = { state, fromDeg, toDeg: fromDeg + spanDeg * shrink };
    fromDeg = arc.toDeg;
    return arc;
  });
}

const thousands = (count: number) => count.toLocaleString('en-US');

function drawDisc(count: number, byState: readonly number[], theme: Theme, radius: number, width: number) {
  const { surface, state } = tokens[theme];
  const arcs = clusterArcs(byState, count);
  const strip = arcs.map(({ state: name }) => ({
    name,
    text: thousands(byState[EFFECTIVE_STATES.indexOf(name)] ?? 0),
  }));
  return (pen: CanvasRenderingContext2D) => {
    const x = width / 2;
    const y = radius + 3;
    const circle = (r: number) => {
      pen.beginPath();
      pen.arc(x, y, r, 0, 2 * Math.PI);
    };
    circle(radius + 1.5);
    pen.fillStyle = surface.halo;
    pen.fill();
    circle(radius);
    pen.fillStyle = surface.panel;
    pen.fill();
    circle(radius - 0.75);
    pen.strokeStyle = surface.t3;
    pen.lineWidth = 1.3;
    pen.stroke();
    for (const { state: name, fromDeg, toDeg } of arcs) {
      const turn = (deg: number) => ((deg - 90) * Math.PI) / 180;
      pen.beginPath();
      pen.arc(x, y, radius - ARC_PX / 2 + 0.6, turn(fromDeg + 1.5), turn(toDeg - 1.5));
      pen.strokeStyle = state[name];
      pen.lineWidth = ARC_PX;
      pen.stroke();
    }
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    const size = count >= 300 ? 17 : count >= 100 ? 16 : count >= 10 ? 14.5 : 13;
    pen.font = `${arcs.length ? 650 : 550} ${size}px ${fontFamily}`;
    pen.fillStyle = arcs.length ? surface.t1 : surface.t2;
    pen.fillText(thousands(count), x, y + 1);
    if (strip.length === 0) return;
    drawStrip(pen, strip, x, y + radius + 4, theme);
  };
}

const stripWidth = (strip: readonly { text: string }[]) =>
  strip.reduce((sum, { text }) => sum + 17 + text.length * 7.6, 6 + (strip.length - 1) * 3);

function drawStrip(
  pen: CanvasRenderingContext2D,
  strip: readonly { name: Badge; text: string }[],
  middle: number,
  top: number,
  theme: Theme,
): void {
  const { surface, state } = tokens[theme];
  const width = stripWidth(strip);
  pen.beginPath();
  pen.roundRect(middle - width / 2, top, width, STRIP_PX, 3);
  pen.fillStyle = surface.halo;
  pen.globalAlpha = 0.9;
  pen.fill();
  pen.globalAlpha = 1;
  let x = middle - width / 2 + 4;
  pen.font = `600 12.5px ${fontFamily}`;
  pen.textAlign = 'left';
  for (const { name, text } of strip) {
    pen.save();
    pen.translate(x + 6, top + STRIP_PX / 2);
    pen.scale(0.9, 0.9);
    drawBadge(name, theme)(pen);
    pen.restore();
    pen.fillStyle = state[name];
    pen.fillText(text, x + 15, top + STRIP_PX / 2 + 1);
    x += 20 + text.length * 7.6;
  }
}

/** The discs of clusters, larger ones above smaller ones. */
export function clusterDiscs(clusters: readonly Cluster[], theme: Theme): Sprite[] {
  return [...clusters]
    .sort((a, b) => a.count - b.count)
    .map(({ center, count, byCategory }) => {
      const radius = discRadius(count);
      const strip = clusterArcs(byCategory, count).map(({ state }) => ({
        text: thousands(byCategory[EFFECTIVE_STATES.indexOf(state)] ?? 0),
      }));
      const widthPx = Math.ceil(Math.max(2 * radius + 6, strip.length ? stripWidth(strip) + 4 : 0));
      const heightPx = Math.ceil(2 * radius + 6 + (strip.length ? STRIP_PX + 4 : 0));
      return {
        at: center,
        leftPx: -widthPx / 2,
        topPx: -(radius + 3),
        widthPx,
        heightPx,
        key: `${theme}:${count}:${byCategory.join()}`,
        draw: drawDisc(count, byCategory, theme, radius, widthPx),
      };
    });
}

/** A camera that stands alone below z14: a dot, with its badge where it is not normal. */
export function loneDot(at: LonLat, state: number, theme: Theme): Sprite {
  const name = EFFECTIVE_STATES[state] ?? 'unknown';
  const { surface, state: hues } = tokens[theme];
  return {
    at,
    leftPx: -12,
    topPx: -12,
    widthPx: 24,
    heightPx: 24,
    key: `${theme}:lone:${name}`,
    draw: (pen) => {
      pen.beginPath();
      pen.arc(12, 12, 5.6, 0, 2 * Math.PI);
      pen.fillStyle = surface.halo;
      pen.fill();
      pen.beginPath();
      pen.arc(12, 12, 3.9, 0, 2 * Math.PI);
      pen.fillStyle =
        name === 'fault' || name === 'unknown' ? surface.halo : hues[name === 'live' ? 'live' : 'normal'];
      pen.strokeStyle = name === 'fault' ? hues.fault : name === 'unknown' ? hues.unknown : hues.normal;
      pen.lineWidth = 1.2;
      pen.fill();
      if (name === 'fault' || name === 'unknown') pen.stroke();
      if (name === 'normal') return;
      pen.translate(18, 6);
      pen.scale(0.78, 0.78);
      drawBadge(name, theme)(pen);
    },
  };
}
