import { css, times, type Point, type Rgb, type Stage } from './stage.ts';

export type VehicleKind = 'sedan' | 'van' | 'truck' | 'bus';

export interface Vehicle {
  readonly kind: VehicleKind;
  readonly at: readonly [x: number, y: number];
  /** 1 drives away from the camera, -1 towards it; angle 0 is along y, clockwise. */
  readonly headingDeg: number;
  readonly color: Rgb;
  readonly lights: 'off' | 'on' | 'brake';
}

interface Part {
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number, number];
  /** How far the top is pulled in at front, back and the sides. */
  readonly taper: readonly [front: number, back: number, side: number];
  readonly glass: boolean;
  readonly color?: Rgb;
}

/** Length along the car is -y..+y (front is +y). */
const PARTS: Readonly<Record<VehicleKind, readonly Part[]>> = {
  sedan: [
    { from: [-0.9, -2.25, 0.28], to: [0.9, 2.25, 0.86], taper: [0.12, 0.08, 0.05], glass: false },
    { from: [-0.8, -1.7, 0.86], to: [0.8, 1.05, 1.43], taper: [0.75, 0.55, 0.17], glass: true },
  ],
  van: [
    { from: [-0.95, -2.45, 0.3], to: [0.95, 2.45, 1.05], taper: [0.1, 0.03, 0.04], glass: false },
    { from: [-0.92, -2.42, 1.05], to: [0.92, 2.1, 1.95], taper: [0.75, 0.06, 0.13], glass: true },
  ],
  truck: [
    { from: [-0.85, 0.7, 0.4], to: [0.85, 2.5, 1.15], taper: [0.05, 0, 0.03], glass: false },
    { from: [-0.85, 0.75, 1.15], to: [0.85, 2.4, 1.95], taper: [0.35, 0.05, 0.08], glass: true },
    {
      from: [-0.9, -2.6, 0.65],
      to: [0.9, 0.6, 1.15],
      taper: [0, 0, 0],
      glass: false,
      color: [150, 152, 150],
    },
  ],
  bus: [
    { from: [-1.22, -5.2, 0.35], to: [1.22, 5.2, 1.35], taper: [0.05, 0.02, 0.02], glass: false },
    { from: [-1.2, -5.18, 1.35], to: [1.2, 5.1, 2.55], taper: [0.12, 0.04, 0.04], glass: true },
    { from: [-1.2, -5.15, 2.55], to: [1.2, 5.0, 2.95], taper: [0.1, 0.05, 0.1], glass: false },
  ],
};

const GLASS: Rgb = [44, 52, 60];

/** One vehicle with its shadow; lamps are drawn where the camera can see them. */
export function drawVehicle(stage: Stage, car: Vehicle): void {
  const angle = (car.headingDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const place = (x: number, y: number, z: number): Point => [
    car.at[0] + x * cos + y * sin,
    car.at[1] - x * sin + y * cos,
    z,
  ];
  const turn = (x: number, y: number): Point => [x * cos + y * sin, -x * sin + y * cos, 0];
  const parts = PARTS[car.kind];
  const halfLength = parts[0]?.to[1] ?? 2;
  const halfWidth = parts[0]?.to[0] ?? 0.9;
  const night = stage.light.sun[0] === 0;
  for (const grow of night ? [0.15] : [0.5, 0.3, 0.12])
    stage.fill(
      [
        place(-halfWidth - grow, -halfLength - grow, 0),
        place(halfWidth + grow, -halfLength - grow, 0),
        place(halfWidth + grow * 1.6, halfLength + grow, 0),
        place(-halfWidth - grow, halfLength + grow, 0),
      ],
      css([8, 10, 12], night ? 0.5 : 0.22),
    );
  drawWheels(stage, place, halfWidth, halfLength);
  for (const part of parts) drawPart(stage, part, part.color ?? car.color, place, turn);
  drawLamps(stage, car, place, halfLength, turn(0, 1), parts[0]?.to[2] ?? 0.8);
}

type Place = (x: number, y: number, z: number) => Point;

function drawPart(
  stage: Stage,
  part: Part,
  color: Rgb,
  place: Place,
  turn: (x: number, y: number) => Point,
): void {
  const [x0, y0, z0] = part.from;
  const [x1, y1, z1] = part.to;
  const [front, back, side] = part.taper;
  const low = [place(x0, y0, z0), place(x1, y0, z0), place(x1, y1, z0), place(x0, y1, z0)] as const;
  const high = [
    place(x0 + side, y0 + back, z1),
    place(x1 - side, y0 + back, z1),
    place(x1 - side, y1 - front, z1),
    place(x0 + side, y1 - front, z1),
  ] as const;
  const sides: { points: Point[]; normal: Point }[] = [
    { points: [low[0], low[1], high[1], high[0]], normal: turn(0, -1) },
    { points: [low[1], low[2], high[2], high[1]], normal: turn(1, 0) },
    { points: [low[2], low[3], high[3], high[2]], normal: turn(0, 1) },
    { points: [low[3], low[0], high[0], high[3]], normal: turn(-1, 0) },
  ];
  for (const { points, normal } of sides) {
    const at = points[0] ?? [0, 0, 0];
    const toEye = (stage.eye.at[0] - at[0]) * normal[0] + (stage.eye.at[1] - at[1]) * normal[1];
    if (toEye <= 0) continue;
    stage.face(points, color, normal);
    if (part.glass) stage.face(shrink(points, 0.12), GLASS, normal, 0.12);
  }
  stage.face([...high], times(color, 1.04), [0, 0, 1]);
}

function shrink(points: readonly Point[], share: number): Point[] {
  const centre = points.reduce<[number, number, number]>(
    (t, p) => [t[0] + p[0] / 4, t[1] + p[1] / 4, t[2] + p[2] / 4],
    [0, 0, 0],
  );
  return points.map((p) => [
    p[0] + (centre[0] - p[0]) * share,
    p[1] + (centre[1] - p[1]) * share,
    p[2] + (centre[2] - p[2]) * share,
  ]);
}

function drawWheels(stage: Stage, place: Place, halfWidth: number, halfLength: number): void {
  const radius = halfLength > 4 ? 0.48 : 0.33;
  for (const x of [-halfWidth - 0.01, halfWidth + 0.01])
    for (const y of [-halfLength * 0.62, halfLength * 0.62]) {
      const rim: Point[] = [];
      for (let i = 0; i < 12; i++) {
        const a = (i / 12) * Math.PI * 2;
        rim.push(place(x, y + Math.cos(a) * radius, radius + Math.sin(a) * radius));
      }
      stage.fill(rim, css([16, 17, 18]));
    }
}

function drawLamps(
  stage: Stage,
  car: Vehicle,
  place: Place,
  halfLength: number,
  ahead: Point,
  topZ: number,
): void {
  const z = Math.min(0.68, topZ * 0.75);
  const width = car.kind === 'bus' ? 0.9 : 0.66;
  const toEyeY = (stage.eye.at[0] - car.at[0]) * ahead[0] + (stage.eye.at[1] - car.at[1]) * ahead[1];
  const front = toEyeY > 0;
  const y = front ? halfLength + 0.02 : -halfLength - 0.02;
  const color: Rgb = front ? [255, 250, 236] : [255, 70, 54];
  const on = car.lights !== 'off';
  const night = stage.light.sun[0] === 0;
  for (const x of [-width, width]) {
    const lamp = [
      place(x - 0.17, y, z - 0.08),
      place(x + 0.17, y, z - 0.08),
      place(x + 0.17, y, z + 0.09),
      place(x - 0.17, y, z + 0.09),
    ];
    stage.fill(lamp, css(times(color, on ? 1 : front ? 0.8 : 0.45)));
    if (!on) continue;
    const at = place(x, y, z);
    const strong = front ? 0.75 : car.lights === 'brake' ? 0.8 : 0.45;
    stage.glow(at, front ? 1.9 : 1, front ? [255, 244, 220] : [255, 60, 44], strong);
    if (night) stage.streak(at, 0.42, 8, color, front ? 0.5 : 0.4);
  }
  if (on && night)
    for (let i = 1; i <= 4; i++) {
      const p = place(0, halfLength + i * 1.8, 0);
      stage.pool(p[0], p[1], 1.2 + i * 0.35, [255, 244, 214], 0.16 / i);
    }
}
