import { lonLat, type LonLat } from '../../geodata/lon-lat.ts';
import { mercatorPerMetre } from '../map/ground-plane.rules.ts';
import type { Ring } from '../map/ring-layer.ts';
import { hexToRgb } from '../map/row-styles.ts';
import type { Sprite } from '../map/sprite-sheet.ts';
import { tokens } from '../ui/tokens.ts';
import type { CameraScene } from './camera-scene.ts';
import { meshesOf, PTZ, sightOf } from './camera-meshes.ts';
import { bodyOffset, glyphScale } from './camera-places.ts';
import { turnedRows } from './turned-views.rules.ts';

const HOME_PX = 20;

const place = ({ columns }: CameraScene, row: number) => lonLat(columns.lon[row] ?? 0, columns.lat[row] ?? 0);

/** Dashed rings of cameras whose bearing is not known: at their range, or close round the glyph where that is unknown too. */
export function unknownRings(scene: CameraScene): Ring[] {
  const { columns, visible, theme, stale } = scene;
  const { bearingUnknown } = meshesOf(columns);
  const hue = hexToRgb(tokens[theme].state.unknown);
  const rings: Ring[] = [];
  for (let row = 0; row < columns.count; row++) {
    if (!visible[row] || !bearingUnknown[row]) continue;
    const rangeM = columns.rangeM[row] ?? NaN;
    const known = rangeM > 0 && columns.mobile[row] !== 1;
    rings.push({
      center: place(scene, row),
      ...(known ? { radiusM: rangeM } : { radiusPx: 15 }),
      widthPx: known ? 1.3 : 1.1,
      dashPx: [3, known ? 6 : 3],
      color: [...hue, stale ? 0.45 : 0.9],
    });
  }
  return rings;
}

/** Turning cameras whose home view is drawn: the chosen ones, and each that looks elsewhere. */
function homesOf({ columns, homeDeg, visible, selectedRow, hoveredRow }: CameraScene): number[] {
  const rows = turnedRows(columns, homeDeg).filter((row) => visible[row]);
  for (const row of [selectedRow, hoveredRow]) if (row !== null && row < columns.count) rows.push(row);
  return [...new Set(rows)].filter((row) => columns.kind[row] === PTZ && !columns.mobile[row]);
}

/** Ring round the selected glyph; for a chosen PTZ its reach and the dotted ray to its home. */
export function chosenRings(scene: CameraScene): Ring[] {
  const { columns, theme, selectedRow, hoveredRow, window } = scene;
  const { surface, view } = tokens[theme];
  const sel = hexToRgb(surface.sel);
  const rings: Ring[] = [];
  for (const row of homesOf(scene)) {
    const { rangeM } = sightOf(columns, row);
    const homeDeg = scene.homeDeg[row]!;
    if (!(rangeM > 0)) continue;
    const center = place(scene, row);
    if (row === selectedRow || row === hoveredRow)
      rings.push({ center, radiusM: rangeM, widthPx: 1.2, dashPx: [5, 4], color: [...sel, view.reach] });
    if (Number.isNaN(homeDeg)) continue;
    for (let dot = 2; dot < 25; dot++) {
      const at = along(center, homeDeg, (rangeM * dot) / 25);
      rings.push({ center: at, radiusPx: 0.2, widthPx: 2.2, dashPx: null, color: [...sel, view.reach] });
    }
  }
  if (selectedRow !== null && selectedRow < columns.count) {
    const [dx, dy] = bodyOffset(scene, selectedRow);
    const radiusPx = 15.5 * Math.max(0.9, glyphScale(window));
    const ring = { center: place(scene, selectedRow), offsetPx: [dx, -dy] as const, radiusPx, dashPx: null };
    rings.push({ ...ring, widthPx: 5, color: [...hexToRgb(surface.halo), 0.9] });
    rings.push({ ...ring, widthPx: 2, color: [...sel, 1] });
  }
  return rings;
}

/** Hollow triangle at the end of a PTZ's ray to its home, of a chosen one and of each that is turned away. */
export function homeMarks(scene: CameraScene): Sprite[] {
  const { columns, theme, window } = scene;
  const { surface } = tokens[theme];
  const marks: Sprite[] = [];
  for (const row of homesOf(scene)) {
    const { rangeM } = sightOf(columns, row);
    const homeDeg = scene.homeDeg[row]!;
    if (!(rangeM > 0) || Number.isNaN(homeDeg)) continue;
    const turn = Math.round(homeDeg - window.bearingDeg);
    marks.push({
      at: along(place(scene, row), homeDeg, rangeM),
      leftPx: -HOME_PX / 2,
      topPx: -HOME_PX / 2,
      widthPx: HOME_PX,
      heightPx: HOME_PX,
      key: `${theme}:home:${turn}`,
      draw: (pen) => {
        pen.translate(HOME_PX / 2, HOME_PX / 2);
        pen.rotate((turn * Math.PI) / 180);
        const triangle = new Path2D('M0-6.5L4.2 4.2H-4.2Z');
        pen.lineJoin = 'round';
        pen.strokeStyle = surface.halo;
        pen.lineWidth = 4.5;
        pen.stroke(triangle);
        pen.fillStyle = surface.halo;
        pen.fill(triangle);
        pen.strokeStyle = surface.sel;
        pen.lineWidth = 1.5;
        pen.stroke(triangle);
      },
    });
  }
  return marks;
}

/** The place `distanceM` from another in a bearing: near enough for a drawing within a few hundred metres. */
export function along([lon, lat]: LonLat, bearingDeg: number, distanceM: number): LonLat {
  const turn = (bearingDeg * Math.PI) / 180;
  const { east, north } = mercatorPerMetre(lat);
  const perDegree = (Math.PI / 180) * 6_378_137;
  return lonLat(
    lon + (Math.sin(turn) * distanceM * east) / perDegree,
    lat + (Math.cos(turn) * distanceM * north * Math.cos((lat * Math.PI) / 180)) / perDegree,
  );
}
