import type { DefaultProps, UpdateParameters } from '@deck.gl/core';
import { Buffer, type Texture } from '@luma.gl/core';
import type { Model } from '@luma.gl/engine';
import { chunksWith } from './fan-layer.ts';
import { CHUNK_ROWS, visibleRuns } from './fan-mesh.ts';
import type { GlyphAtlas } from './glyph-atlas.ts';
import { GLYPH_STRIDE, type GlyphMesh } from './glyph-mesh.ts';
import { imageTexture, MeshLayer, planeBox, planeMatrix, rowTexture, type ShaderPart } from './mesh-layer.ts';
import { atZoom } from './screen.rules.ts';
import { paletteImage, ROW_BADGED, STYLE_LIMIT, type RowStyle } from './row-styles.ts';

export interface GlyphLayerProps {
  id: string;
  mesh: GlyphMesh;
  rowStyles: Uint8Array;
  palette: readonly RowStyle[];
  atlas: GlyphAtlas;
  /** CSS pixels a unit of the atlas, as stops of [zoom, scale]. */
  scales: readonly (readonly [number, number])[];
  /** How far a pushed glyph stands from its place, units. */
  pushUnits: number;
  /** Where badge and mark sit from the glyph, units, right and up. */
  badgeAt: readonly [number, number];
  markAt: readonly [number, number];
  /** Draws raised rows only: the ordinary ones are points in a crowd. */
  raisedOnly: boolean;
}

const PART: ShaderPart = {
  block: `
  mat4 matrix;
  vec4 cells;
  vec2 viewportPx;
  vec2 badgeAt;
  vec2 markAt;
  float scale;
  float halfCell;
  float push;
  float bearing;
  float mode;
  float raisedOnly;`,
  uniformTypes: {
    matrix: 'mat4x4<f32>',
    cells: 'vec4<f32>',
    viewportPx: 'vec2<f32>',
    badgeAt: 'vec2<f32>',
    markAt: 'vec2<f32>',
    scale: 'f32',
    halfCell: 'f32',
    push: 'f32',
    bearing: 'f32',
    mode: 'f32',
    raisedOnly: 'f32',
  },
  bufferLayout: [
    {
      name: 'vertices',
      byteStride: GLYPH_STRIDE,
      attributes: [
        { attribute: 'place', format: 'float32x2', byteOffset: 0 },
        { attribute: 'tag', format: 'uint32x2', byteOffset: 8 },
      ],
    },
  ],
  // Modes: 0 hairlines to pushed glyphs, 1 bodies, 2 badges, 3 marks.
  vs: `
in vec2 place;
in uvec2 tag;
uniform sampler2D rowStyles;
uniform sampler2D palette;
out vec2 vUv;
flat out float vOpacity;
mat2 turned(float clockwise) {
  float s = sin(clockwise), c = cos(clockwise);
  return mat2(c, -s, s, c);
}
void main() {
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  uint row = tag.x & 0x3ffffu;
  vec4 style = texelFetch(rowStyles, ivec2(int(row & 255u), int(row >> 8)), 0) * 255.0;
  int flags = int(style.z + 0.5);
  if ((flags & 1) == 0) return;
  if (mesh.raisedOnly > 0.5 && (flags & 14) == 0) return;
  uint corner = (tag.x >> 18) & 3u;
  vec2 at = vec2((corner & 1u) == 0u ? -1.0 : 1.0, (corner & 2u) == 0u ? -1.0 : 1.0);
  float shape = float((tag.x >> 20) & 3u);
  bool oriented = (tag.x & (1u << 22)) != 0u;
  bool pushed = (tag.x & (1u << 23)) != 0u;
  float turn = float(tag.y & 0xffffu) * 9.58737992e-5 - mesh.bearing;
  float pushTurn = float(tag.y >> 16) * 9.58737992e-5 - mesh.bearing;
  vec4 look = texelFetch(palette, ivec2(int(style.x + 0.5), 3), 0) * 255.0;
  float size = mesh.scale * ((flags & 8) != 0 ? 1.15 : 1.0);
  vec2 moved = pushed ? vec2(sin(pushTurn), cos(pushTurn)) * mesh.push * mesh.scale : vec2(0.0);
  vec2 cell;
  vec2 offset;
  int mode = int(mesh.mode + 0.5);
  if (mode == 0) {
    if (!pushed) return;
    cell = vec2(0.0, mesh.cells.w - 1.0);
    offset = turned(pushTurn) * at * mesh.halfCell * mesh.scale;
  } else if (mode == 1) {
    cell = vec2(floor(look.x + 0.5), shape * 2.0 + (oriented ? 0.0 : 1.0));
    offset = moved + (oriented ? turned(turn) * at : at) * mesh.halfCell * size;
  } else if (mode == 2) {
    if (look.y < 0.5) return;
    cell = vec2(floor(look.y - 0.5), mesh.cells.w - 2.0);
    offset = moved + (mesh.badgeAt + at * mesh.halfCell) * size;
  } else {
    if (style.w < 0.5) return;
    cell = vec2(floor(style.w + 0.5), mesh.cells.w - 1.0);
    offset = (mesh.markAt + at * mesh.halfCell) * mesh.scale;
  }
  vec2 inset = vec2(0.5) + at * vec2(0.5, -0.5) * mesh.cells.y;
  vUv = (cell + inset) / mesh.cells.zw;
  vOpacity = style.y / 255.0;
  vec4 clip = mesh.matrix * vec4(place, 0.0, 1.0);
  gl_Position = clip + vec4(offset * 2.0 / mesh.viewportPx * clip.w, 0.0, 0.0);
}`,
  fs: `
uniform sampler2D atlas;
in vec2 vUv;
flat in float vOpacity;
out vec4 fragColor;
void main() {
  fragColor = texture(atlas, vUv) * vOpacity;
  if (fragColor.a < 0.004) discard;
}`,
};

interface GlyphState {
  vertices: Buffer;
  index: Buffer;
  passModels: Model[];
  rows: Texture | null;
  palette: Texture;
  atlas: Texture;
  badged: Uint8Array;
  marked: Uint8Array;
}

/** Bodies, badges and marks of constant size, one quad a row and pass, all bodies under all badges. */
export class GlyphLayer extends MeshLayer<GlyphLayerProps> {
  static override layerName = 'GlyphLayer';
  static override defaultProps: DefaultProps<GlyphLayerProps> = {
    mesh: { type: 'object', value: null as never, compare: false },
    rowStyles: { type: 'object', value: null as never, compare: false },
    palette: { type: 'object', value: null as never, compare: false },
    atlas: { type: 'object', value: null as never, compare: false },
    scales: { type: 'array', value: [[0, 1]], compare: false },
    pushUnits: 21,
    badgeAt: { type: 'array', value: [8.5, 8.5], compare: true },
    markAt: { type: 'array', value: [-13, -13], compare: true },
    raisedOnly: false,
  };
  private get glyph(): Partial<GlyphState> {
    return this.state;
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    const { device } = this.context;
    if (props.mesh !== oldProps.mesh) this.setState(this.buildMesh(props.mesh));
    if (props.palette !== oldProps.palette) {
      this.glyph.palette?.destroy();
      const data = paletteImage(props.palette);
      const image = { width: STYLE_LIMIT, height: 4, data };
      this.setState({ palette: imageTexture(device, `${this.id}-palette`, image, 'nearest') });
    }
    if (props.atlas !== oldProps.atlas) {
      this.glyph.atlas?.destroy();
      this.setState({ atlas: imageTexture(device, `${this.id}-atlas`, props.atlas.image, 'linear') });
    }
    if (props.rowStyles !== oldProps.rowStyles) {
      this.setState({
        rows: rowTexture(device, `${this.id}-rows`, props.rowStyles, this.glyph.rows ?? null),
        badged: chunksWith(props.rowStyles, ROW_BADGED),
        marked: chunksWithMark(props.rowStyles),
      });
    }
  }

  private buildMesh(mesh: GlyphMesh): Pick<GlyphState, 'vertices' | 'index' | 'passModels'> {
    this.dropMesh();
    const { device } = this.context;
    const vertices = device.createBuffer({ usage: Buffer.VERTEX, data: new Uint8Array(mesh.vertices) });
    const data = mesh.index.length ? mesh.index : new Uint32Array(3);
    const index = device.createBuffer({ usage: Buffer.INDEX, indexType: 'uint32', data });
    const passModels = ['stems', 'bodies', 'badges', 'marks'].map((suffix) => {
      const made = this.makeModel(PART, true, suffix);
      made.setAttributes({ vertices });
      made.setIndexBuffer(index);
      return made;
    });
    return { vertices, index, passModels };
  }

  override draw(): void {
    const { passModels, rows, palette, atlas, badged, marked } = this.glyph;
    if (!passModels || !rows || !palette || !atlas || !badged || !marked) return;
    const { mesh, scales, pushUnits, badgeAt, markAt, raisedOnly } = this.props;
    const { viewport } = this.context;
    const { columns, lines, cellUnits } = this.props.atlas;
    const box = planeBox(viewport, mesh.plane, 60);
    const uniforms = {
      matrix: planeMatrix(viewport, mesh.plane),
      cells: [0, 1, columns, lines],
      viewportPx: [viewport.width, viewport.height],
      badgeAt: [...badgeAt],
      markAt: [...markAt],
      scale: atZoom(scales, viewport.zoom),
      halfCell: cellUnits / 2,
      push: pushUnits,
      bearing: ((('bearing' in viewport ? (viewport.bearing as number) : 0) || 0) * Math.PI) / 180,
      raisedOnly: raisedOnly ? 1 : 0,
    };
    const passes = [mesh.pushedChunks, null, badged, marked];
    passes.forEach((wanted, mode) => {
      const model = passModels[mode];
      const runs = visibleRuns(
        mesh.chunks,
        box,
        'fine',
        wanted ? (_chunk, place) => wanted[place] === 1 : undefined,
      );
      if (!model || runs.length === 0) return;
      model.setBindings({ rowStyles: rows, palette, atlas });
      model.shaderInputs.setProps({ mesh: { ...uniforms, mode } });
      this.drawRuns(model, runs);
    });
  }

  private dropMesh(): void {
    const { vertices, index, passModels } = this.glyph;
    for (const resource of [...(passModels ?? []), vertices, index]) resource?.destroy();
  }

  override finalizeState(context: Parameters<MeshLayer<GlyphLayerProps>['finalizeState']>[0]): void {
    this.dropMesh();
    const { rows, palette, atlas } = this.glyph;
    for (const texture of [rows, palette, atlas]) texture?.destroy();
    super.finalizeState(context);
  }
}

function chunksWithMark(rowStyles: Uint8Array): Uint8Array {
  const rows = rowStyles.length / 4;
  const chunks = new Uint8Array(Math.ceil(rows / CHUNK_ROWS));
  for (let row = 0; row < rows; row++) if (rowStyles[row * 4 + 3]) chunks[Math.floor(row / CHUNK_ROWS)] = 1;
  return chunks;
}
