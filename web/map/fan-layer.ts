import type { DefaultProps, UpdateParameters } from '@deck.gl/core';
import { Buffer, type Texture } from '@luma.gl/core';
import type { Model } from '@luma.gl/engine';
import { CHUNK_ROWS, FAN_STRIDE, visibleRuns, type FanMesh } from './fan-mesh.ts';
import { imageTexture, MeshLayer, planeBox, planeMatrix, rowTexture, type ShaderPart } from './mesh-layer.ts';
import { paletteImage, ROW_RAISED, STYLE_LIMIT, type RowStyle } from './row-styles.ts';

export interface FanLayerProps {
  id: string;
  mesh: FanMesh;
  /** Four bytes a row, see row-styles.ts; compared by identity. */
  rowStyles: Uint8Array;
  palette: readonly RowStyle[];
  /** Line of a selected row, over its own. */
  selectedLine: readonly [number, number, number];
  /** Only rows that are raised, or only those that are not. */
  raised: boolean;
  /** From here on lines are drawn and the fine mesh is used. */
  outlineZoom: number;
}

const BLOCK = `
  mat4 matrix;
  vec4 selectedLine;
  float raised;
  float outlines;
  float phase;
  float dpr;`;

const PART: ShaderPart = {
  block: BLOCK,
  uniformTypes: {
    matrix: 'mat4x4<f32>',
    selectedLine: 'vec4<f32>',
    raised: 'f32',
    outlines: 'f32',
    phase: 'f32',
    dpr: 'f32',
  },
  bufferLayout: [
    {
      name: 'vertices',
      byteStride: FAN_STRIDE,
      attributes: [
        { attribute: 'place', format: 'float32x2', byteOffset: 0 },
        { attribute: 'tag', format: 'uint32', byteOffset: 8 },
      ],
    },
  ],
  // The straight sides and the rim are where a varying is zero: a line of constant width needs no geometry of its own.
  vs: `
in vec2 place;
in uint tag;
uniform sampler2D rowStyles;
uniform sampler2D palette;
flat out vec4 vFill;
flat out vec4 vLine;
flat out vec2 vMark;
out vec3 vEdge;
void main() {
  uint row = tag & 0x3ffffu;
  uint k = (tag >> 18) & 127u;
  uint sides = tag >> 25;
  vec4 style = texelFetch(rowStyles, ivec2(int(row & 255u), int(row >> 8)), 0) * 255.0;
  int flags = int(style.z + 0.5);
  if ((flags & 1) == 0 || ((flags & 2) != 0) != (mesh.raised > 0.5)) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  int column = int(style.x + 0.5);
  float opacity = style.y / 255.0;
  vFill = texelFetch(palette, ivec2(column, 0), 0);
  vLine = texelFetch(palette, ivec2(column, 1), 0);
  vec4 mark = texelFetch(palette, ivec2(column, 2), 0);
  vMark = vec2(mark.x * 255.0 / 32.0, mark.y * opacity);
  if ((flags & 4) != 0) {
    vLine = vec4(mesh.selectedLine.rgb, 1.0);
    vMark.x = 1.6;
  }
  vFill.a *= opacity;
  vLine.a *= opacity;
  bool apex = k == 127u;
  vEdge = apex ? vec3(1.0, 0.0, 0.0) : vec3(0.0, float(k), float(sides) - float(k));
  if (sides == 0u) vEdge.yz = vec2(1000.0);
  gl_Position = mesh.matrix * vec4(place, 0.0, 1.0);
}`,
  fs: `
flat in vec4 vFill;
flat in vec4 vLine;
flat in vec2 vMark;
in vec3 vEdge;
out vec4 fragColor;
float pixels(float v) {
  return v / max(length(vec2(dFdx(v), dFdy(v))), 1e-5);
}
void main() {
  vec4 color = vFill;
  float cover = 1.0;
  float line = 0.0;
  if (mesh.outlines > 0.5) {
    float d = min(pixels(vEdge.x), min(pixels(vEdge.y), pixels(vEdge.z)));
    cover = clamp(d + 0.5, 0.0, 1.0);
    float halfWidth = 0.5 * vMark.x * mesh.dpr;
    line = clamp(halfWidth + 0.5 - abs(d - halfWidth - 0.25), 0.0, 1.0);
  }
  if (vMark.y > 0.0) {
    float t = mod((gl_FragCoord.x + gl_FragCoord.y) * 0.70710678 / mesh.dpr - mesh.phase, 7.0);
    float stripe = clamp((0.75 + 0.5 / mesh.dpr - abs(t - 3.5)) * mesh.dpr, 0.0, 1.0);
    color = vec4(vLine.rgb, vMark.y * stripe);
  }
  float lineAlpha = vLine.a * line;
  float alpha = (lineAlpha + color.a * (1.0 - lineAlpha)) * cover;
  if (alpha < 0.004) discard;
  vec3 rgb = vLine.rgb * lineAlpha + color.rgb * color.a * (1.0 - lineAlpha);
  fragColor = vec4(rgb * cover, alpha);
}`,
};

interface FanState {
  vertices: Buffer;
  fine: Buffer;
  coarse: Buffer;
  fineModel: Model;
  coarseModel: Model;
  rows: Texture | null;
  palette: Texture;
  raisedChunks: Uint8Array;
}

/** Filled, lined and hatched areas, one a row, drawn from one mesh. */
export class FanLayer extends MeshLayer<FanLayerProps> {
  static override layerName = 'FanLayer';
  static override defaultProps: DefaultProps<FanLayerProps> = {
    mesh: { type: 'object', value: null as never, compare: false },
    rowStyles: { type: 'object', value: null as never, compare: false },
    palette: { type: 'object', value: null as never, compare: false },
    selectedLine: { type: 'array', value: [255, 255, 255] as never, compare: true },
    raised: false,
    outlineZoom: 15,
  };
  private get fan(): Partial<FanState> {
    return this.state;
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    const { device } = this.context;
    if (props.mesh !== oldProps.mesh) this.setState(this.buildMesh(props.mesh));
    if (props.palette !== oldProps.palette) {
      this.fan.palette?.destroy();
      const data = paletteImage(props.palette);
      this.setState({
        palette: imageTexture(
          device,
          `${this.id}-palette`,
          { width: STYLE_LIMIT, height: 4, data },
          'nearest',
        ),
      });
    }
    if (props.rowStyles !== oldProps.rowStyles) {
      this.setState({
        rows: rowTexture(device, `${this.id}-rows`, props.rowStyles, this.fan.rows ?? null),
        raisedChunks: chunksWith(props.rowStyles, ROW_RAISED),
      });
    }
  }

  private buildMesh(mesh: FanMesh): Omit<FanState, 'rows' | 'palette' | 'raisedChunks'> {
    this.dropMesh();
    const { device } = this.context;
    const vertices = device.createBuffer({ usage: Buffer.VERTEX, data: new Uint8Array(mesh.vertices) });
    const index = (data: Uint32Array) =>
      device.createBuffer({
        usage: Buffer.INDEX,
        indexType: 'uint32',
        data: data.length ? data : new Uint32Array(3),
      });
    const fine = index(mesh.fine);
    const coarse = index(mesh.coarse);
    const model = (indexBuffer: Buffer, suffix: string) => {
      const made = this.makeModel(PART, true, suffix);
      made.setAttributes({ vertices });
      made.setIndexBuffer(indexBuffer);
      return made;
    };
    return { vertices, fine, coarse, fineModel: model(fine, 'fine'), coarseModel: model(coarse, 'coarse') };
  }

  override draw(): void {
    const { fineModel, coarseModel, rows, palette, raisedChunks } = this.fan;
    if (!fineModel || !coarseModel || !rows || !palette || !raisedChunks) return;
    const { mesh, raised, outlineZoom, selectedLine } = this.props;
    const { viewport } = this.context;
    const outlines = viewport.zoom >= outlineZoom;
    const runs = visibleRuns(
      mesh.chunks,
      planeBox(viewport, mesh.plane, 2),
      outlines ? 'fine' : 'coarse',
      raised ? (_chunk, place) => raisedChunks[place] === 1 : undefined,
    );
    if (runs.length === 0) return;
    const matrix = planeMatrix(viewport, mesh.plane);
    const [x = 0, y = 0] = viewport.project([mesh.plane.origin[0], mesh.plane.origin[1]]);
    const phase = (((x + viewport.height - y) * Math.SQRT1_2) % 7) + 7;
    const model = outlines ? fineModel : coarseModel;
    model.setBindings({ rowStyles: rows, palette });
    model.shaderInputs.setProps({
      mesh: {
        matrix,
        selectedLine: [...selectedLine.map((channel) => channel / 255), 1],
        raised: raised ? 1 : 0,
        outlines: outlines ? 1 : 0,
        phase,
        dpr: globalThis.devicePixelRatio,
      },
    });
    this.drawRuns(model, runs);
  }

  private dropMesh(): void {
    const { vertices, fine, coarse, fineModel, coarseModel } = this.fan;
    for (const resource of [fineModel, coarseModel, vertices, fine, coarse]) resource?.destroy();
  }

  override finalizeState(context: Parameters<MeshLayer<FanLayerProps>['finalizeState']>[0]): void {
    this.dropMesh();
    this.fan.rows?.destroy();
    this.fan.palette?.destroy();
    super.finalizeState(context);
  }
}

/** 1 for each chunk of rows of which one carries the flag. */
export function chunksWith(rowStyles: Uint8Array, flag: number): Uint8Array {
  const rows = rowStyles.length / 4;
  const chunks = new Uint8Array(Math.ceil(rows / CHUNK_ROWS));
  for (let row = 0; row < rows; row++) {
    if (((rowStyles[row * 4 + 2] ?? 0) & flag) !== 0) chunks[Math.floor(row / CHUNK_ROWS)] = 1;
  }
  return chunks;
}
