/** Metres: x to the right, y away from the camera, z up. */
export type Point = readonly [x: number, y: number, z: number];
export type Rgb = readonly [r: number, g: number, b: number];

export interface Eye {
  readonly at: Point;
  readonly yawDeg: number;
  /** Downwards is positive. */
  readonly pitchDeg: number;
  readonly hfovDeg: number;
}

export interface Lamp {
  readonly at: Point;
  readonly color: Rgb;
  readonly power: number;
}

export interface Light {
  readonly ambient: Rgb;
  readonly sun: Rgb;
  readonly sunFrom: Point;
  readonly lamps: Lamp[];
  readonly fog: Rgb;
  readonly fogM: number;
}

const NEAR_M = 0.3;

export const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
export const times = (a: Rgb, factor: number): Rgb => [a[0] * factor, a[1] * factor, a[2] * factor];
export const css = (c: Rgb, alpha = 1): string =>
  `rgba(${c.map((v) => Math.round(Math.min(255, Math.max(0, v)))).join(',')},${alpha})`;
export const fract = (value: number): number => value - Math.floor(value);

/** Numbers that look random and are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A perspective camera over a 2D canvas, with a few lamps and fog: enough for a street. */
export class Stage {
  readonly g: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly eye: Eye;
  readonly light: Light;
  readonly #focal: number;
  readonly #yaw: readonly [number, number];
  readonly #pitch: readonly [number, number];

  constructor(g: CanvasRenderingContext2D, eye: Eye, light: Light) {
    this.g = g;
    this.width = g.canvas.width;
    this.height = g.canvas.height;
    this.eye = eye;
    this.light = light;
    const radians = Math.PI / 180;
    this.#focal = this.width / 2 / Math.tan((eye.hfovDeg * radians) / 2);
    this.#yaw = [Math.cos(eye.yawDeg * radians), Math.sin(eye.yawDeg * radians)];
    this.#pitch = [Math.cos(eye.pitchDeg * radians), Math.sin(eye.pitchDeg * radians)];
  }

  #view([x, y, z]: Point): Point {
    const dx = x - this.eye.at[0];
    const dy = y - this.eye.at[1];
    const dz = z - this.eye.at[2];
    const right = dx * this.#yaw[0] - dy * this.#yaw[1];
    const ahead = dx * this.#yaw[1] + dy * this.#yaw[0];
    return [
      right,
      ahead * this.#pitch[0] - dz * this.#pitch[1],
      ahead * this.#pitch[1] + dz * this.#pitch[0],
    ];
  }

  #screen([right, ahead, up]: Point): [number, number] {
    const scale = this.#focal / ahead;
    return [this.width / 2 + right * scale, this.height / 2 - up * scale];
  }

  /** Pixels and px per metre; null behind the camera. */
  project(point: Point): { x: number; y: number; scale: number } | null {
    const view = this.#view(point);
    if (view[1] < NEAR_M) return null;
    const [x, y] = this.#screen(view);
    return { x, y, scale: this.#focal / view[1] };
  }

  distance([x, y, z]: Point): number {
    return Math.hypot(x - this.eye.at[0], y - this.eye.at[1], z - this.eye.at[2]);
  }

  /** Screen row of the horizon. */
  get horizon(): number {
    return this.height / 2 - (this.#focal * this.#pitch[1]) / this.#pitch[0];
  }

  trace(points: readonly Point[]): boolean {
    const views = points.map((point) => this.#view(point));
    const kept: Point[] = [];
    views.forEach((a, index) => {
      const b = views[(index + 1) % views.length] ?? a;
      if (a[1] >= NEAR_M) kept.push(a);
      if (a[1] < NEAR_M !== b[1] < NEAR_M) {
        const share = (NEAR_M - a[1]) / (b[1] - a[1]);
        kept.push([a[0] + (b[0] - a[0]) * share, NEAR_M, a[2] + (b[2] - a[2]) * share]);
      }
    });
    if (kept.length < 3) return false;
    this.g.beginPath();
    for (const view of kept) this.g.lineTo(...this.#screen(view));
    this.g.closePath();
    return true;
  }

  fill(points: readonly Point[], style: string): void {
    if (!this.trace(points)) return;
    this.g.fillStyle = style;
    this.g.fill();
  }

  /** Fills a face with its colour under the lights. A hair of stroke hides the seams between faces. */
  face(points: readonly Point[], color: Rgb, normal: Point, glow = 0): void {
    if (!this.trace(points)) return;
    const style = css(this.shade(color, middle(points), normal, glow));
    this.g.fillStyle = style;
    this.g.fill();
    this.g.strokeStyle = style;
    this.g.lineWidth = 0.7;
    this.g.stroke();
  }

  shade(color: Rgb, at: Point, normal: Point, glow = 0): Rgb {
    const { ambient, sun, sunFrom, lamps, fog, fogM } = this.light;
    const facing = Math.max(0, normal[0] * sunFrom[0] + normal[1] * sunFrom[1] + normal[2] * sunFrom[2]);
    const sum = [0, 1, 2].map((i) => (ambient[i] ?? 0) + (sun[i] ?? 0) * facing);
    for (const lamp of lamps) {
      const [dx, dy, dz] = [lamp.at[0] - at[0], lamp.at[1] - at[1], lamp.at[2] - at[2]];
      const squared = dx * dx + dy * dy + dz * dz;
      const cosine = (normal[0] * dx + normal[1] * dy + normal[2] * dz) / Math.sqrt(squared + 0.01);
      const strength = (lamp.power * (0.25 + Math.max(0, cosine))) / (squared + 9);
      for (const i of [0, 1, 2]) sum[i] = (sum[i] ?? 0) + (strength * (lamp.color[i] ?? 0)) / 255;
    }
    const lit: Rgb = [0, 1, 2].map((i) => (color[i] ?? 0) * ((sum[i] ?? 0) + glow)) as unknown as Rgb;
    return mix(lit, fog, 1 - Math.exp(-this.distance(at) / fogM));
  }

  /** An additive pool of light lying on the ground, seen in perspective. */
  pool(x: number, y: number, radiusM: number, color: Rgb, strength: number): void {
    this.g.save();
    this.g.globalCompositeOperation = 'lighter';
    const rings = 14;
    for (let ring = rings; ring >= 1; ring--) {
      const radius = radiusM * (ring / rings) ** 1.4;
      const points: Point[] = [];
      for (let i = 0; i < 28; i++) {
        const angle = (i / 28) * Math.PI * 2;
        points.push([x + Math.cos(angle) * radius, y + Math.sin(angle) * radius, 0]);
      }
      this.fill(points, css(color, strength / rings));
    }
    this.g.restore();
  }

  /** A round glow around a point of light; `sizeM` is its radius in metres. */
  glow(at: Point, sizeM: number, color: Rgb, strength: number): void {
    const p = this.project(at);
    if (!p) return;
    const radius = Math.max(2, sizeM * p.scale);
    const gradient = this.g.createRadialGradient(p.x, p.y, 0, p.x, p.y, radius);
    gradient.addColorStop(0, css(mix(color, [255, 255, 255], 0.5), strength));
    gradient.addColorStop(0.18, css(color, strength * 0.55));
    gradient.addColorStop(0.5, css(color, strength * 0.14));
    gradient.addColorStop(1, css(color, 0));
    this.g.save();
    this.g.globalCompositeOperation = 'lighter';
    this.g.fillStyle = gradient;
    this.g.fillRect(p.x - radius, p.y - radius, radius * 2, radius * 2);
    this.g.restore();
  }

  /** Light smeared towards the viewer on a wet road, from the ground under `at`. */
  streak(at: Point, widthM: number, lengthM: number, color: Rgb, strength: number): void {
    const from = this.project([at[0], at[1], 0]);
    const to = this.project([at[0] * 0.98, Math.max(1, at[1] - lengthM), 0]);
    if (!from || !to) return;
    const [halfX, halfY] = [widthM * from.scale, (to.y - from.y) / 2];
    this.g.save();
    this.g.globalCompositeOperation = 'lighter';
    this.g.translate(from.x, from.y + halfY * 0.8);
    this.g.scale(halfX, halfY);
    const gradient = this.g.createRadialGradient(0, -0.4, 0, 0, 0, 1);
    gradient.addColorStop(0, css(color, strength));
    gradient.addColorStop(0.5, css(color, strength * 0.35));
    gradient.addColorStop(1, css(color, 0));
    this.g.fillStyle = gradient;
    this.g.fillRect(-1, -1, 2, 2);
    this.g.restore();
  }

  /** Text on a wall: from lower left corner along `along`, `heightM` high. */
  text(text: string, corner: Point, along: Point, heightM: number, color: string): void {
    const origin = this.project(corner);
    const right = this.project([corner[0] + along[0], corner[1] + along[1], corner[2] + along[2]]);
    const top = this.project([corner[0], corner[1], corner[2] + heightM]);
    if (!origin || !right || !top) return;
    const length = Math.hypot(...along);
    this.g.save();
    this.g.setTransform(
      (right.x - origin.x) / (length * 100),
      (right.y - origin.y) / (length * 100),
      (origin.x - top.x) / (heightM * 100),
      (origin.y - top.y) / (heightM * 100),
      origin.x,
      origin.y,
    );
    this.g.font = `700 ${heightM * 100}px "Noto Sans CJK KR", sans-serif`;
    this.g.textBaseline = 'alphabetic';
    this.g.fillStyle = color;
    this.g.fillText(text, 0, -heightM * 12, length * 100);
    this.g.restore();
  }
}

export function middle(points: readonly Point[]): Point {
  const sum = points.reduce<[number, number, number]>(
    (t, p) => [t[0] + p[0], t[1] + p[1], t[2] + p[2]],
    [0, 0, 0],
  );
  return [sum[0] / points.length, sum[1] / points.length, sum[2] / points.length];
}
