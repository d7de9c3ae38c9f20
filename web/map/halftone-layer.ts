import type { DefaultProps, UpdateParameters } from '@deck.gl/core';
import { Buffer, type Texture } from '@luma.gl/core';
import type { Model } from '@luma.gl/engine';
import type { LonLat } from '../../geodata/lon-lat.ts';
import type { GroundPlane } from './ground-plane.rules.ts';
import { imageTexture, MeshLayer, planeMatrix, type ShaderPart } from './mesh-layer.ts';
import { quadIndex } from './ring-layer.ts';

/** Marks at the middles of the squares of a lattice that is fixed on the ground. */
export interface HalftoneLattice {
  /** Outer corners of the whole: south-west, south-east, north-west, north-east. */
  readonly corners: readonly [LonLat, LonLat, LonLat, LonLat];
  readonly columns: number;
  readonly rows: number;
  /**
   * Four bytes a node, row by row from the south-west: size of the mark, size of its core, whether it is open (a ring
   * or a frame instead), and nothing.
   */
  readonly texels: Uint8Array;
}

export interface HalftoneLayerProps {
  id: string;
  plane: GroundPlane;
  /** Compared by identity. */
  lattice: HalftoneLattice;
  ink: readonly [number, number, number];
  /** Opacity of a mark beyond its core, and of the core. */
  opacity: number;
  coreOpacity: number;
  square: boolean;
  /** Radius of the smallest and the largest mark as parts of the distance of two nodes. */
  least: number;
  most: number;
}

const STRIDE = 16;

const PART: ShaderPart = {
  block: `
  mat4 matrix;
  vec4 ink;
  float opacity;
  float coreOpacity;
  float square;
  float least;
  float most;
  float dpr;`,
  uniformTypes: {
    matrix: 'mat4x4<f32>',
    ink: 'vec4<f32>',
    opacity: 'f32',
    coreOpacity: 'f32',
    square: 'f32',
    least: 'f32',
    most: 'f32',
    dpr: 'f32',
  },
  bufferLayout: [
    {
      name: 'vertices',
      byteStride: STRIDE,
      attributes: [
        { attribute: 'place', format: 'float32x2', byteOffset: 0 },
        { attribute: 'node', format: 'float32x2', byteOffset: 8 },
      ],
    },
  ],
  vs: `
in vec2 place;
in vec2 node;
out vec2 vNode;
void main() {
  vNode = node;
  gl_Position = mesh.matrix * vec4(place, 0.0, 1.0);
}`,
  fs: `
in vec2 vNode;
uniform sampler2D nodes;
out vec4 fragColor;
float inside(float size, float away, float spacing) {
  if (size < 0.004) return 0.0;
  float radius = spacing * mix(mesh.least, mesh.most, size);
  return clamp(radius - away + 0.5, 0.0, 1.0);
}
void main() {
  ivec2 last = textureSize(nodes, 0) - 1;
  ivec2 at = clamp(ivec2(floor(vNode)), ivec2(0), last);
  vec4 mark = texelFetch(nodes, at, 0);
  float spacing = 1.0 / max(length(vec2(dFdx(vNode.x), dFdy(vNode.x))), 1e-6);
  vec2 off = abs(vNode - vec2(at) - 0.5) * spacing;
  float away = mesh.square > 0.5 ? max(off.x, off.y) : length(off);
  float whole = inside(mark.r, away, spacing);
  float core = inside(mark.g, away, spacing);
  float alpha = max(whole * mesh.opacity, core * mesh.coreOpacity);
  if (mark.b > 0.5) {
    float line = 1.2 * mesh.dpr;
    alpha = (whole - clamp(spacing * mix(mesh.least, mesh.most, mark.r) - line - away + 0.5, 0.0, 1.0)) * mesh.coreOpacity;
  }
  if (alpha < 0.004) discard;
  fragColor = vec4(mesh.ink.rgb * alpha, alpha);
}`,
};

interface HalftoneState {
  shape?: Model;
  vertices?: Buffer;
  index?: Buffer;
  nodes?: Texture;
}

/** Marks without hue on a lattice, the larger the more is meant; drawn by the fragment shader on one rectangle. */
export class HalftoneLayer extends MeshLayer<HalftoneLayerProps> {
  static override layerName = 'HalftoneLayer';
  static override defaultProps: DefaultProps<HalftoneLayerProps> = {
    plane: { type: 'object', value: null as never, compare: false },
    lattice: { type: 'object', value: null as never, compare: false },
    ink: { type: 'array', value: [255, 255, 255] as never, compare: true },
    opacity: 0.3,
    coreOpacity: 0.6,
    square: false,
    least: 0.05,
    most: 0.28,
  };
  private get tone(): HalftoneState {
    return this.state;
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    const { lattice, plane } = props;
    if (lattice === oldProps.lattice && plane === oldProps.plane) return;
    this.drop();
    const { columns, rows, texels, corners } = lattice;
    if (columns === 0 || rows === 0) return;
    const { device } = this.context;
    const nodes = imageTexture(
      device,
      `${this.id}-nodes`,
      { width: columns, height: rows, data: texels },
      'nearest',
    );
    const data = Float32Array.from(
      corners.flatMap(([lon, lat], corner) => [
        ...[plane.x(lon), plane.y(lat)],
        ...[corner & 1 ? columns : 0, corner & 2 ? rows : 0],
      ]),
    );
    const vertices = device.createBuffer({ usage: Buffer.VERTEX, data });
    const index = device.createBuffer({ usage: Buffer.INDEX, indexType: 'uint32', data: quadIndex(1) });
    const shape = this.makeModel(PART, true, 'halftone');
    shape.setAttributes({ vertices });
    shape.setIndexBuffer(index);
    this.setState({ nodes, vertices, index, shape });
  }

  override draw(): void {
    const { shape, nodes } = this.tone;
    if (!shape || !nodes) return;
    const { viewport } = this.context;
    const { plane, ink, opacity, coreOpacity, square, least, most } = this.props;
    shape.setBindings({ nodes });
    shape.shaderInputs.setProps({
      mesh: {
        matrix: planeMatrix(viewport, plane),
        ink: [ink[0] / 255, ink[1] / 255, ink[2] / 255, 1],
        ...{ opacity, coreOpacity, square: square ? 1 : 0, least, most },
        dpr: globalThis.devicePixelRatio,
      },
    });
    this.drawRuns(shape, [{ first: 0, count: 6 }]);
  }

  private drop(): void {
    const { shape, vertices, index, nodes } = this.tone;
    shape?.destroy();
    vertices?.destroy();
    index?.destroy();
    nodes?.destroy();
    this.setState({ shape: undefined, vertices: undefined, index: undefined, nodes: undefined });
  }

  override finalizeState(context: Parameters<MeshLayer<HalftoneLayerProps>['finalizeState']>[0]): void {
    this.drop();
    super.finalizeState(context);
  }
}
