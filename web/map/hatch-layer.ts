import type { DefaultProps, UpdateParameters } from '@deck.gl/core';
import { Buffer, type Texture } from '@luma.gl/core';
import type { Model } from '@luma.gl/engine';
import type { LonLat } from '../../geodata/lon-lat.ts';
import type { GroundPlane } from './ground-plane.rules.ts';
import { imageTexture, MeshLayer, planeMatrix, type ShaderPart } from './mesh-layer.ts';

/** Triangles on the ground, and a picture over them that says where they are hatched: from one half of its first byte on. */
export interface HatchMesh {
  readonly places: readonly LonLat[];
  /** Of each place its column and row in the picture, as parts of its width and height. */
  readonly uv: Float32Array;
  readonly index: Uint32Array;
  readonly image: { readonly width: number; readonly height: number; readonly data: Uint8Array };
}

export interface HatchLayerProps {
  id: string;
  plane: GroundPlane;
  /** Compared by identity. */
  mesh: HatchMesh;
  ink: readonly [number, number, number];
  opacity: number;
}

const STRIDE = 16;

const PART: ShaderPart = {
  block: `
  mat4 matrix;
  vec4 ink;
  float opacity;
  float phase;
  float dpr;`,
  uniformTypes: { matrix: 'mat4x4<f32>', ink: 'vec4<f32>', opacity: 'f32', phase: 'f32', dpr: 'f32' },
  bufferLayout: [
    {
      name: 'vertices',
      byteStride: STRIDE,
      attributes: [
        { attribute: 'place', format: 'float32x2', byteOffset: 0 },
        { attribute: 'uv', format: 'float32x2', byteOffset: 8 },
      ],
    },
  ],
  vs: `
in vec2 place;
in vec2 uv;
out vec2 vUv;
void main() {
  vUv = uv;
  gl_Position = mesh.matrix * vec4(place, 0.0, 1.0);
}`,
  fs: `
in vec2 vUv;
uniform sampler2D hatched;
out vec4 fragColor;
void main() {
  float t = mod((gl_FragCoord.x + gl_FragCoord.y) * 0.70710678 / mesh.dpr - mesh.phase, 7.0);
  float stripe = clamp((0.75 + 0.5 / mesh.dpr - abs(t - 3.5)) * mesh.dpr, 0.0, 1.0);
  float edge = texture(hatched, vUv).r;
  float alpha = stripe * smoothstep(0.4, 0.6, edge) * mesh.opacity;
  if (alpha < 0.004) discard;
  fragColor = vec4(mesh.ink.rgb * alpha, alpha);
}`,
};

interface HatchState {
  shape?: Model;
  vertices?: Buffer;
  index?: Buffer;
  hatched?: Texture;
}

/** A hatch without hue over part of an area, few enough to be rebuilt on every change. */
export class HatchLayer extends MeshLayer<HatchLayerProps> {
  static override layerName = 'HatchLayer';
  static override defaultProps: DefaultProps<HatchLayerProps> = {
    plane: { type: 'object', value: null as never, compare: false },
    mesh: { type: 'object', value: null as never, compare: false },
    ink: { type: 'array', value: [255, 255, 255] as never, compare: true },
    opacity: 0.8,
  };
  private get hatch(): HatchState {
    return this.state;
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    const { mesh, plane } = props;
    if (mesh === oldProps.mesh && plane === oldProps.plane) return;
    this.drop();
    if (mesh.index.length === 0 || mesh.image.width === 0) return;
    const { device } = this.context;
    const data = Float32Array.from(
      mesh.places.flatMap(([lon, lat], i) => [
        ...[plane.x(lon), plane.y(lat)],
        ...[mesh.uv[2 * i]!, mesh.uv[2 * i + 1]!],
      ]),
    );
    const vertices = device.createBuffer({ usage: Buffer.VERTEX, data });
    const index = device.createBuffer({ usage: Buffer.INDEX, indexType: 'uint32', data: mesh.index });
    const shape = this.makeModel(PART, true, 'hatch');
    shape.setAttributes({ vertices });
    shape.setIndexBuffer(index);
    const hatched = imageTexture(device, `${this.id}-hatched`, mesh.image, 'linear');
    this.setState({ shape, vertices, index, hatched });
  }

  override draw(): void {
    const { shape, hatched } = this.hatch;
    if (!shape || !hatched) return;
    const { viewport } = this.context;
    const { plane, mesh, ink, opacity } = this.props;
    const [x = 0, y = 0] = viewport.project([plane.origin[0], plane.origin[1]]);
    shape.setBindings({ hatched });
    shape.shaderInputs.setProps({
      mesh: {
        matrix: planeMatrix(viewport, plane),
        ink: [ink[0] / 255, ink[1] / 255, ink[2] / 255, 1],
        opacity,
        phase: (((x + viewport.height - y) * Math.SQRT1_2) % 7) + 7,
        dpr: globalThis.devicePixelRatio,
      },
    });
    this.drawRuns(shape, [{ first: 0, count: mesh.index.length }]);
  }

  private drop(): void {
    const { shape, vertices, index, hatched } = this.hatch;
    for (const resource of [shape, vertices, index, hatched]) resource?.destroy();
    this.setState({ shape: undefined, vertices: undefined, index: undefined, hatched: undefined });
  }

  override finalizeState(context: Parameters<MeshLayer<HatchLayerProps>['finalizeState']>[0]): void {
    this.drop();
    super.finalizeState(context);
  }
}
