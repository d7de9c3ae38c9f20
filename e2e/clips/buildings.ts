import { css, mix, seeded, times, type Point, type Rgb, type Stage } from './stage.ts';

export interface Building {
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
  readonly heightM: number;
  readonly color: Rgb;
  readonly seed: number;
  /** Share of windows with a light behind them. */
  readonly litShare: number;
  readonly sign?: string;
  readonly signColor?: Rgb;
  readonly night: boolean;
}

const FLOOR_M = 3.2;
const BAY_M = 2.9;
const WARM: Rgb = [232, 190, 128];
const PALE: Rgb = [206, 214, 220];

/** Buildings from far to near, each with the faces the camera sees. */
export function drawBuildings(stage: Stage, buildings: readonly Building[]): void {
  const far = (b: Building): number =>
    stage.distance([nearest(stage.eye.at[0], b.x), (b.y[0] + b.y[1]) / 2, 0]);
  for (const building of [...buildings].sort((a, b) => far(b) - far(a))) drawBuilding(stage, building);
}

const nearest = (value: number, [from, to]: readonly [number, number]): number =>
  Math.min(to, Math.max(from, value));

function drawBuilding(stage: Stage, b: Building): void {
  const [x0, x1] = b.x;
  const [y0, y1] = b.y;
  const [ex, ey] = stage.eye.at;
  const faces: { a: Point; b: Point; normal: Point; far: number }[] = [];
  const add = (a: Point, c: Point, normal: Point): void => {
    faces.push({ a, b: c, normal, far: stage.distance([(a[0] + c[0]) / 2, (a[1] + c[1]) / 2, 0]) });
  };
  if (ey < y0) add([x0, y0, 0], [x1, y0, 0], [0, -1, 0]);
  if (ex < x0) add([x0, y1, 0], [x0, y0, 0], [-1, 0, 0]);
  if (ex > x1) add([x1, y0, 0], [x1, y1, 0], [1, 0, 0]);
  if (stage.eye.at[2] > b.heightM)
    stage.face(
      [
        [x0, y0, b.heightM],
        [x1, y0, b.heightM],
        [x1, y1, b.heightM],
        [x0, y1, b.heightM],
      ],
      times(b.color, 0.85),
      [0, 0, 1],
    );
  for (const face of faces.sort((m, n) => n.far - m.far)) drawFacade(stage, b, face.a, face.b, face.normal);
}

function drawFacade(stage: Stage, b: Building, from: Point, to: Point, normal: Point): void {
  const random = seeded(b.seed * 7919 + (normal[0] + 2) * 131 + (normal[1] + 2) * 17);
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const bays = Math.max(1, Math.round(length / BAY_M));
  const floors = Math.max(1, Math.round(b.heightM / FLOOR_M));
  const floorM = b.heightM / floors;
  const along = (share: number, z: number): Point => [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    z,
  ];
  const quad = (u0: number, u1: number, z0: number, z1: number): Point[] => [
    along(u0, z0),
    along(u1, z0),
    along(u1, z1),
    along(u0, z1),
  ];
  for (let floor = 0; floor < floors; floor++) {
    for (let bay = 0; bay < bays; bay++) {
      const [u0, u1] = [bay / bays, (bay + 1) / bays];
      const z0 = floor * floorM;
      const tone = 0.94 + random() * 0.1;
      const cells = b.night && stage.distance(along(u0, z0)) < 70 ? 4 : 1;
      for (let i = 0; i < cells; i++)
        for (let k = 0; k < cells; k++)
          stage.face(
            quad(
              u0 + ((u1 - u0) * i) / cells,
              u0 + ((u1 - u0) * (i + 1)) / cells,
              z0 + (floorM * k) / cells,
              z0 + (floorM * (k + 1)) / cells,
            ),
            times(b.color, tone),
            normal,
          );
      const shop = floor === 0 && b.sign !== undefined;
      const inset = shop ? 0.06 : 0.2;
      const w0 = u0 + (u1 - u0) * inset;
      const w1 = u1 - (u1 - u0) * inset;
      const [low, high] = shop ? [0.3, floorM - 0.95] : [z0 + floorM * 0.3, z0 + floorM * 0.8];
      const lit = random() < (shop ? b.litShare * 1.6 : b.litShare);
      drawWindow(stage, quad(w0, w1, low, high), normal, b, lit, random());
      if (!shop && random() < 0.12)
        stage.face(
          quad(u0 + (u1 - u0) * 0.3, u0 + (u1 - u0) * 0.55, z0 + 0.25, z0 + 0.85),
          [150, 152, 152],
          normal,
        );
    }
  }
  stage.face(quad(0, 1, b.heightM - 0.45, b.heightM), times(b.color, 0.78), normal);
  stage.face(quad(0, 1, 0, 0.25), times(b.color, 0.55), normal);
  if (b.sign !== undefined && length > 4 && Math.abs(normal[0]) === 1)
    drawSign(stage, b, along, length, normal);
}

function drawWindow(
  stage: Stage,
  corners: Point[],
  normal: Point,
  b: Building,
  lit: boolean,
  r: number,
): void {
  if (lit && b.night) {
    const color = r < 0.75 ? mix(WARM, [120, 90, 60], r * 0.7) : PALE;
    stage.fill(
      corners,
      css(
        mix(
          color,
          stage.light.fog,
          1 - Math.exp(-stage.distance(corners[0] ?? [0, 0, 0]) / stage.light.fogM),
        ),
      ),
    );
  } else {
    const glass: Rgb = b.night ? [38, 42, 46] : mix([70, 84, 96], [150, 168, 182], r * 0.75);
    stage.face(corners, glass, normal, b.night ? 0 : 0.1);
  }
  const [a, c, d, e] = corners;
  if (!a || !c || !d || !e) return;
  const half: Point = [(a[0] + c[0]) / 2, (a[1] + c[1]) / 2, a[2]];
  const top: Point = [half[0], half[1], e[2]];
  const p = stage.project(half);
  const q = stage.project(top);
  if (!p || !q || p.scale < 9) return;
  stage.g.strokeStyle = css(stage.shade(times(b.color, 0.7), half, normal));
  stage.g.lineWidth = Math.max(0.8, p.scale * 0.06);
  stage.g.beginPath();
  stage.g.moveTo(p.x, p.y);
  stage.g.lineTo(q.x, q.y);
  stage.g.stroke();
}

function drawSign(
  stage: Stage,
  b: Building,
  along: (share: number, z: number) => Point,
  length: number,
  normal: Point,
): void {
  const [z0, z1] = [2.35, 3.1];
  const color = b.signColor ?? [58, 84, 104];
  const out = (p: Point): Point => [p[0] + normal[0] * 0.18, p[1] + normal[1] * 0.18, p[2]];
  const corners = [along(0.06, z0), along(0.94, z0), along(0.94, z1), along(0.06, z1)].map(out);
  stage.face(corners, color, normal, b.night ? (b.litShare > 0 ? 0.75 : 0.1) : 0.15);
  const start = out(along(0.16, z0 + 0.1));
  const end = out(along(0.16 + Math.min(0.7, ((b.sign ?? '').length * 0.75) / length), z0 + 0.1));
  const direction: Point = [end[0] - start[0], end[1] - start[1], 0];
  const shown = stage.shade([244, 244, 238], start, normal, b.night ? 0.8 : 0.3);
  stage.text(b.sign ?? '', start, direction, 0.62, css(shown));
}
