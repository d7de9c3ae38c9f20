import type { DefaultProps, UpdateParameters } from '@deck.gl/core';
import { Buffer, type Texture } from '@luma.gl/core';
import type { Model } from '@luma.gl/engine';
import type { GroundPlane } from './ground-plane.rules.ts';
import { imageTexture, MeshLayer, planeMatrix, rowTexture, type ShaderPart } from './mesh-layer.ts';
import { paletteImage, STYLE_LIMIT, type RowStyle } from './row-styles.ts';

export interface PointMesh {
  plane: GroundPlane;
  /** x and y as Float32 and the row as Uint32, 12 bytes a point. */
  vertices: ArrayBuffer;
  count: number;
}

/** Points of the given rows. */
export function buildPointMesh(
  plane: GroundPlane,
  rows: ArrayLike<number>,
  lon: ArrayLike<number>,
  lat: ArrayLike<number>,
): PointMesh {
  const vertices = new ArrayBuffer(rows.length * 12);
  const floats = new Float32Array(vertices);
  const words = new Uint32Array(vertices);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    floats[3 * i] = plane.x(lon[row] ?? 0);
    floats[3 * i + 1] = plane.y(lat[row] ?? 0);
    words[3 * i + 2] = row;
  }
  return { plane, vertices, count: rows.length };
}

export interface PointLayerProps {
  id: string;
  mesh: PointMesh;
  rowStyles: Uint8Array;
  palette: readonly RowStyle[];
  diameterPx: number;
  raisedDiameterPx: number;
  /** Ring round each point, as the glyphs have one. */
  halo: readonly [number, number, number];
  /** 'ordinary' leaves raised rows to another layer. */
  which: 'all' | 'ordinary';
}

const PART: ShaderPart = {
  block: `
  mat4 matrix;
  vec4 halo;
  float diameter;
  float raisedDiameter;
  float pass;`,
  uniformTypes: {
    matrix: 'mat4x4<f32>',
    halo: 'vec4<f32>',
    diameter: 'f32',
    raisedDiameter: 'f32',
    pass: 'f32',
  },
  bufferLayout: [
    {
      name: 'vertices',
      byteStride: 12,
      attributes: [
        { attribute: 'place', format: 'float32x2', byteOffset: 0 },
        { attribute: 'row', format: 'uint32', byteOffset: 8 },
      ],
    },
  ],
  vs: `
in vec2 place;
in uint row;
uniform sampler2D rowStyles;
uniform sampler2D palette;
flat out vec4 vColor;
flat out float vSize;
void main() {
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = 1.0;
  vec4 style = texelFetch(rowStyles, ivec2(int(row & 255u), int(row >> 8)), 0) * 255.0;
  int flags = int(style.z + 0.5);
  bool raised = (flags & 14) != 0;
  if ((flags & 1) == 0 || raised != (mesh.pass > 0.5)) return;
  vColor = vec4(texelFetch(palette, ivec2(int(style.x + 0.5), 1), 0).rgb, style.y / 255.0);
  vSize = raised ? mesh.raisedDiameter : mesh.diameter;
  gl_PointSize = vSize;
  gl_Position = mesh.matrix * vec4(place, 0.0, 1.0);
}`,
  fs: `
flat in vec4 vColor;
flat in float vSize;
out vec4 fragColor;
void main() {
  float inside = (0.5 - length(gl_PointCoord - 0.5)) * vSize;
  float alpha = clamp(inside + 0.5, 0.0, 1.0) * vColor.a;
  if (alpha < 0.004) discard;
  vec3 rgb = mix(mesh.halo.rgb, vColor.rgb, clamp(inside - mesh.halo.a + 0.5, 0.0, 1.0));
  fragColor = vec4(rgb * alpha, alpha);
}`,
};

interface PointState {
  vertices: Buffer;
  shape: Model;
  rows: Texture | null;
  palette: Texture;
}

/** One GL point a row in its state's colour: the cheapest mark there is, for crowds. */
export class PointLayer extends MeshLayer<PointLayerProps> {
  static override layerName = 'PointLayer';
  static override defaultProps: DefaultProps<PointLayerProps> = {
    mesh: { type: 'object', value: null as never, compare: false },
    rowStyles: { type: 'object', value: null as never, compare: false },
    palette: { type: 'object', value: null as never, compare: false },
    diameterPx: 5,
    raisedDiameterPx: 7,
    halo: { type: 'array', value: [0, 0, 0] as never, compare: true },
    which: { type: 'object', value: 'all', compare: true },
  };
  private get point(): Partial<PointState> {
    return this.state;
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    const { device } = this.context;
    if (props.mesh !== oldProps.mesh) {
      this.dropMesh();
      const data = props.mesh.count ? new Uint8Array(props.mesh.vertices) : new Uint8Array(12);
      const vertices = device.createBuffer({ usage: Buffer.VERTEX, data });
      const shape = this.makeModel(PART, false, 'points');
      shape.setTopology('point-list');
      shape.setAttributes({ vertices });
      shape.setVertexCount(props.mesh.count);
      this.setState({ vertices, shape });
    }
    if (props.palette !== oldProps.palette) {
      this.point.palette?.destroy();
      const image = { width: STYLE_LIMIT, height: 4, data: paletteImage(props.palette) };
      this.setState({ palette: imageTexture(device, `${this.id}-palette`, image, 'nearest') });
    }
    if (props.rowStyles !== oldProps.rowStyles) {
      this.setState({
        rows: rowTexture(device, `${this.id}-rows`, props.rowStyles, this.point.rows ?? null),
      });
    }
  }

  override draw(): void {
    const { shape, rows, palette } = this.point;
    const { mesh, diameterPx, raisedDiameterPx, halo, which } = this.props;
    if (!shape || !rows || !palette || mesh.count === 0) return;
    const dpr = globalThis.devicePixelRatio;
    shape.setBindings({ rowStyles: rows, palette });
    for (const pass of which === 'all' ? [0, 1] : [0]) {
      shape.shaderInputs.setProps({
        mesh: {
          matrix: planeMatrix(this.context.viewport, mesh.plane),
          halo: [...halo.map((channel) => channel / 255), dpr],
          diameter: diameterPx * dpr,
          raisedDiameter: raisedDiameterPx * dpr,
          pass,
        },
      });
      shape.draw(this.context.renderPass);
    }
  }

  private dropMesh(): void {
    this.point.shape?.destroy();
    this.point.vertices?.destroy();
  }

  override finalizeState(context: Parameters<MeshLayer<PointLayerProps>['finalizeState']>[0]): void {
    this.dropMesh();
    this.point.rows?.destroy();
    this.point.palette?.destroy();
    super.finalizeState(context);
  }
}
