export interface PtzPosition {
  /** Generic space, -1 to 1. */
  readonly pan: number;
  readonly tilt: number;
  /** Generic space, 0 to 1. */
  readonly zoom: number;
}

export const HOME: PtzPosition = { pan: 0, tilt: 0, zoom: 0 };

export interface Preset {
  readonly token: string;
  readonly name: string;
  readonly position: PtzPosition;
}

/** Presets every simulated PTZ camera has. */
const PRESETS: readonly Preset[] = [
  { token: '1', name: '원위치', position: HOME },
  { token: '2', name: '순회 2번', position: { pan: 0.35, tilt: -0.1, zoom: 0.1 } },
  { token: '3', name: '순회 3번', position: { pan: -0.4, tilt: -0.2, zoom: 0.25 } },
];

/** The pan is endless: half a turn to either side is the same place. */
const FULL_SPEED_PER_S = 0.5;
const TURN = 2;
const wrapped = (pan: number): number => ((((pan + 1) % TURN) + TURN) % TURN) - 1;
const clamp = (value: number, from: number, to: number): number => Math.min(to, Math.max(from, value));

/** A pan-tilt-zoom head that takes its time: position is computed from the last order when asked. */
export class PtzHead {
  #from: PtzPosition = HOME;
  #velocity: PtzPosition = HOME;
  #goal: PtzPosition | null = null;
  #sinceMs = performance.now();
  /** When a motion without a goal ends by itself, as the caller bade. */
  #endsMs = Infinity;
  #presets: readonly Preset[] = PRESETS;

  get presets(): readonly Preset[] {
    return this.#presets;
  }

  keepPreset(name: string): string {
    const token = String(this.#presets.length + 1);
    this.#presets = [...this.#presets, { token, name, position: this.position() }];
    return token;
  }

  get moving(): boolean {
    if (this.#goal) return distance(this.position(), this.#goal) > 1e-6;
    const { pan, tilt, zoom } = this.#velocity;
    return performance.now() < this.#endsMs && (pan !== 0 || tilt !== 0 || zoom !== 0);
  }

  position(): PtzPosition {
    const seconds = (Math.min(performance.now(), this.#endsMs) - this.#sinceMs) / 1000;
    const goal = this.#goal;
    if (goal) {
      const far = distance(this.#from, goal);
      const share = far === 0 ? 1 : Math.min(1, (seconds * FULL_SPEED_PER_S) / far);
      const part = (from: number, to: number): number => from + (to - from) * share;
      return {
        pan: wrapped(this.#from.pan + wrapped(goal.pan - this.#from.pan) * share),
        tilt: part(this.#from.tilt, goal.tilt),
        zoom: part(this.#from.zoom, goal.zoom),
      };
    }
    const moved = (from: number, velocity: number): number => from + velocity * FULL_SPEED_PER_S * seconds;
    return {
      pan: wrapped(moved(this.#from.pan, this.#velocity.pan)),
      tilt: clamp(moved(this.#from.tilt, this.#velocity.tilt), -1, 1),
      zoom: clamp(moved(this.#from.zoom, this.#velocity.zoom), 0, 1),
    };
  }

  moveTo(goal: PtzPosition): void {
    this.#start(HOME, {
      pan: clamp(goal.pan, -1, 1),
      tilt: clamp(goal.tilt, -1, 1),
      zoom: clamp(goal.zoom, 0, 1),
    });
  }

  moveBy(step: PtzPosition): void {
    const at = this.position();
    this.moveTo({ pan: wrapped(at.pan + step.pan), tilt: at.tilt + step.tilt, zoom: at.zoom + step.zoom });
  }

  keepMoving(velocity: PtzPosition, forMs = Infinity): void {
    this.#start(velocity, null);
    this.#endsMs = this.#sinceMs + forMs;
  }

  stop(): void {
    this.#start(HOME, null);
  }

  #start(velocity: PtzPosition, goal: PtzPosition | null): void {
    this.#from = this.position();
    this.#sinceMs = performance.now();
    this.#endsMs = Infinity;
    this.#velocity = velocity;
    this.#goal = goal;
  }
}

const distance = (a: PtzPosition, b: PtzPosition): number =>
  Math.max(Math.abs(wrapped(a.pan - b.pan)), Math.abs(a.tilt - b.tilt), Math.abs(a.zoom - b.zoom));
