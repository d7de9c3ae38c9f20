import type { DefaultProps, UpdateParameters } from '@deck.gl/core';
import { Buffer } from '@luma.gl/core';
import type { Model } from '@luma.gl/engine';
import type { LonLat } from '../../geodata/lon-lat.ts';
import { mercatorPerMetre, type GroundPlane } from './ground-plane.rules.ts';
import { MeshLayer, planeMatrix, pxPerMercatorMetre, type ShaderPart } from './mesh-layer.ts';
import type { Rgba } from './row-styles.ts';

/** A circle on the ground (`radiusM`, true metres) or on the screen (`radiusPx`). */
export interface Ring {
  center: LonLat;
  radiusM?: number;
  radiusPx?: number;
  /** Screen offset of the centre from its place, right and up, CSS pixels. */
  offsetPx?: readonly [number, number];
  widthPx: number;
  /** Length of dash and gap in CSS pixels; null = solid. */
  dashPx: readonly [number, number] | null;
  color: Rgba;
}

const STRIDE = 44;
const WORDS = STRIDE / 4;

const PART: ShaderPart = {
  block: `
  mat4 matrix;
  vec2 viewportPx;
  float pxPerMetre;
  float dpr;
  float age;`,
  uniformTypes: {
    matrix: 'mat4x4<f32>',
    viewportPx: 'vec2<f32>',
    pxPerMetre: 'f32',
    dpr: 'f32',
    age: 'f32',
  },
  bufferLayout: [
    {
      name: 'vertices',
      byteStride: STRIDE,
      attributes: [
        { attribute: 'place', format: 'float32x2', byteOffset: 0 },
        { attribute: 'corner', format: 'float32x2', byteOffset: 8 },
        { attribute: 'size', format: 'float32x4', byteOffset: 16 },
        { attribute: 'offset', format: 'float32x2', byteOffset: 32 },
        { attribute: 'color', format: 'unorm8x4', byteOffset: 40 },
      ],
    },
  ],
  vs: `
in vec2 place;
in vec2 corner;
in vec4 size;
in vec2 offset;
in vec4 color;
out vec2 vAt;
flat out vec4 vSize;
flat out vec4 vColor;
void main() {
  float radius = size.x < 0.0 ? -size.x : size.x * mesh.pxPerMetre;
  if (mesh.age >= 0.0) radius *= 0.4 + 0.6 * mesh.age;
  float halfPx = radius + size.y;
  vAt = corner * halfPx;
  vSize = vec4(radius, size.yzw);
  vColor = vec4(color.rgb, color.a * (mesh.age >= 0.0 ? 1.0 - mesh.age : 1.0));
  vec4 clip = mesh.matrix * vec4(place, 0.0, 1.0);
  gl_Position = clip + vec4((vAt + offset) * 2.0 / mesh.viewportPx * clip.w, 0.0, 0.0);
}`,
  fs: `
in vec2 vAt;
flat in vec4 vSize;
flat in vec4 vColor;
out vec4 fragColor;
void main() {
  float d = abs(length(vAt) - vSize.x) * mesh.dpr;
  float alpha = clamp(vSize.y * 0.5 * mesh.dpr + 0.5 - d, 0.0, 1.0) * vColor.a;
  if (alpha < 0.004) discard;
  if (vSize.z > 0.0) {
    float period = vSize.z + vSize.w;
    float around = 6.28318531 * vSize.x;
    float whole = around / max(1.0, floor(around / period));
    float along = mod((atan(vAt.x, vAt.y) + 3.14159265) * vSize.x, whole);
    alpha *= clamp((vSize.z * 0.5 - abs(along - vSize.z * 0.5)) * mesh.dpr + 0.5, 0.0, 1.0);
  }
  fragColor = vec4(vColor.rgb * alpha, alpha);
}`,
};

export interface RingLayerProps {
  id: string;
  plane: GroundPlane;
  /** Compared by identity. */
  rings: readonly Ring[];
  /** performance.now() from which the rings widen and fade once; null = still. */
  startedAtMs: number | null;
  lastsMs: number;
}

/** Circles, solid or dashed, few enough to be rebuilt on every change. */
export class RingLayer extends MeshLayer<RingLayerProps> {
  static override layerName = 'RingLayer';
  static override defaultProps: DefaultProps<RingLayerProps> = {
    plane: { type: 'object', value: null as never, compare: false },
    rings: { type: 'array', value: [], compare: false },
    startedAtMs: { type: 'object', value: null, compare: true },
    lastsMs: 400,
  };
  private get ring(): { vertices?: Buffer; index?: Buffer; shape?: Model; count?: number } {
    return this.state;
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    if (props.rings === oldProps.rings && props.plane === oldProps.plane) return;
    this.drop();
    const { device } = this.context;
    const count = props.rings.length;
    if (count === 0) return void this.setState({ count });
    const vertices = device.createBuffer({
      usage: Buffer.VERTEX,
      data: ringVertices(props.rings, props.plane),
    });
    const index = device.createBuffer({ usage: Buffer.INDEX, indexType: 'uint32', data: quadIndex(count) });
    const shape = this.makeModel(PART, true, 'rings');
    shape.setAttributes({ vertices });
    shape.setIndexBuffer(index);
    this.setState({ vertices, index, count, shape });
  }

  override draw(): void {
    const { count = 0, shape } = this.ring;
    if (!shape || count === 0) return;
    const { viewport } = this.context;
    const { startedAtMs, lastsMs } = this.props;
    const age = startedAtMs === null ? -1 : Math.min(1, (performance.now() - startedAtMs) / lastsMs);
    if (age === 1) return;
    if (age >= 0) this.setNeedsRedraw();
    shape.shaderInputs.setProps({
      mesh: {
        matrix: planeMatrix(viewport, this.props.plane),
        viewportPx: [viewport.width, viewport.height],
        pxPerMetre: pxPerMercatorMetre(viewport),
        dpr: globalThis.devicePixelRatio,
        age,
      },
    });
    this.drawRuns(shape, [{ first: 0, count: count * 6 }]);
  }

  private drop(): void {
    const { vertices, index, shape } = this.ring;
    shape?.destroy();
    vertices?.destroy();
    index?.destroy();
    this.setState({ vertices: undefined, index: undefined, shape: undefined, count: 0 });
  }

  override finalizeState(context: Parameters<MeshLayer<RingLayerProps>['finalizeState']>[0]): void {
    this.drop();
    super.finalizeState(context);
  }
}

export function quadIndex(quads: number): Uint32Array {
  const index = new Uint32Array(quads * 6);
  for (let quad = 0; quad < quads; quad++) {
    const v = quad * 4;
    index.set([v, v + 1, v + 2, v + 2, v + 1, v + 3], quad * 6);
  }
  return index;
}

function ringVertices(rings: readonly Ring[], plane: GroundPlane): Uint8Array {
  const data = new ArrayBuffer(rings.length * 4 * STRIDE);
  const floats = new Float32Array(data);
  const bytes = new Uint8Array(data);
  rings.forEach((ring, i) => {
    const x = plane.x(ring.center[0]);
    const y = plane.y(ring.center[1]);
    const { east, north } = mercatorPerMetre(ring.center[1]);
    // Within 0.2 % of true: the ellipsoid's two scales differ by four thousandths here.
    const size = ring.radiusM === undefined ? -(ring.radiusPx ?? 0) : ring.radiusM * Math.sqrt(east * north);
    const [right = 0, up = 0] = ring.offsetPx ?? [];
    for (let corner = 0; corner < 4; corner++) {
      const at = (i * 4 + corner) * WORDS;
      floats.set(
        [x, y, corner & 1 ? 1 : -1, corner & 2 ? 1 : -1, size, ring.widthPx, ring.dashPx?.[0] ?? 0],
        at,
      );
      floats.set([ring.dashPx?.[1] ?? 0, right, up], at + 7);
      bytes.set(
        [ring.color[0], ring.color[1], ring.color[2], Math.round(ring.color[3] * 255)],
        (at + 10) * 4,
      );
    }
  });
  return bytes;
}
