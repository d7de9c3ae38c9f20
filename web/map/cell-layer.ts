import type { DefaultProps, UpdateParameters } from '@deck.gl/core';
import { Buffer, type Texture } from '@luma.gl/core';
import type { Model } from '@luma.gl/engine';
import type { LonLat } from '../../geodata/lon-lat.ts';
import type { GroundPlane } from './ground-plane.rules.ts';
import {
  MeshLayer,
  planeMatrix,
  withPlainPixels,
  pxPerMercatorMetre,
  type ShaderPart,
} from './mesh-layer.ts';
import { quadIndex } from './ring-layer.ts';

/** Cells on a side of a piece. */
export const PIECE_CELLS = 64;
const LEVELS = 7;
const SLOTS_WIDE = 64;
const WIDE = SLOTS_WIDE * PIECE_CELLS;
const STRIDE = 24;

/** A square of cells; another object with every change. Two bytes a cell, row by row from the south-west: how bright it is, how much of it is hatched. */
export interface CellPiece {
  /** South-west, south-east, north-west, north-east. */
  readonly corners: readonly [LonLat, LonLat, LonLat, LonLat];
  readonly texels: Uint8Array;
}

export interface CellLayerProps {
  id: string;
  plane: GroundPlane;
  /** Compared by identity, as is each of them: what is the same one in the same place is not uploaded again. */
  pieces: readonly CellPiece[];
  /** Web Mercator metres to a cell. */
  cellMercatorM: number;
  ink: readonly [number, number, number];
  /** Whether the brightness is drawn too, or the hatch alone. */
  bright: boolean;
  /** Opacity of the hatch. */
  hatch: number;
}

const PART: ShaderPart = {
  block: `
  mat4 matrix;
  vec4 ink;
  float bright;
  float hatch;
  float level;
  float phase;
  float dpr;`,
  uniformTypes: {
    matrix: 'mat4x4<f32>',
    ink: 'vec4<f32>',
    bright: 'f32',
    hatch: 'f32',
    level: 'f32',
    phase: 'f32',
    dpr: 'f32',
  },
  bufferLayout: [
    {
      name: 'vertices',
      byteStride: STRIDE,
      attributes: [
        { attribute: 'place', format: 'float32x2', byteOffset: 0 },
        { attribute: 'cell', format: 'float32x2', byteOffset: 8 },
        { attribute: 'slot', format: 'float32x2', byteOffset: 16 },
      ],
    },
  ],
  vs: `
in vec2 place;
in vec2 cell;
in vec2 slot;
out vec2 vCell;
flat out vec2 vSlot;
void main() {
  vCell = cell;
  vSlot = slot;
  gl_Position = mesh.matrix * vec4(place, 0.0, 1.0);
}`,
  // The hatch leans to the other side than that of a fault: what is only possible is no trouble.
  fs: `
in vec2 vCell;
flat in vec2 vSlot;
uniform sampler2D cells;
out vec4 fragColor;
void main() {
  int level = int(mesh.level + 0.5);
  ivec2 at = ivec2(clamp(vCell, vec2(0.0), vec2(${PIECE_CELLS}.0 - 0.01)));
  vec2 texel = texelFetch(cells, (ivec2(vSlot) >> level) + (at >> level), level).rg;
  float t = mod((gl_FragCoord.x - gl_FragCoord.y) * 0.70710678 / mesh.dpr - mesh.phase, 8.0);
  float stripe = clamp((0.6 + 0.5 / mesh.dpr - abs(t - 4.0)) * mesh.dpr, 0.0, 1.0);
  float alpha = max(texel.r * mesh.bright, texel.g * stripe * mesh.hatch);
  if (alpha < 0.004) discard;
  fragColor = vec4(mesh.ink.rgb * alpha, alpha);
}`,
};

interface CellState {
  shape?: Model;
  vertices?: Buffer;
  index?: Buffer;
  texture?: Texture;
  /** Slots that the texture has. */
  room?: number;
  /** The pieces as they were uploaded, each in its slot. */
  uploaded?: CellPiece[];
  coarseIsOld?: boolean;
}

/** Cells of the ground in squares that are uploaded one by one as they change; averaged where a cell is under a pixel. */
export class CellLayer extends MeshLayer<CellLayerProps> {
  static override layerName = 'CellLayer';
  static override defaultProps: DefaultProps<CellLayerProps> = {
    plane: { type: 'object', value: null as never, compare: false },
    pieces: { type: 'array', value: [], compare: false },
    cellMercatorM: 1,
    ink: { type: 'array', value: [255, 255, 255] as never, compare: true },
    bright: true,
    hatch: 0.5,
  };
  private get cell(): CellState {
    return this.state;
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    const { plane, pieces } = props;
    if (pieces === oldProps.pieces && plane === oldProps.plane) return;
    if (pieces.length === 0) return this.drop();
    const { uploaded = [], room = 0 } = this.cell;
    const stays =
      plane === oldProps.plane &&
      uploaded.length === pieces.length &&
      pieces.every(({ corners }, slot) => corners === uploaded[slot]?.corners);
    if (pieces.length > room || pieces.length < uploaded.length) this.makeRoom(pieces.length);
    if (!stays) this.makeQuads(pieces, plane);
    this.upload(pieces);
  }

  private makeRoom(slots: number): void {
    this.drop();
    const { device } = this.context;
    const lines = 2 ** Math.ceil(Math.log2(Math.ceil(slots / SLOTS_WIDE)));
    const texture = device.createTexture({
      id: `${this.id}-cells`,
      format: 'rg8unorm',
      width: WIDE,
      height: lines * PIECE_CELLS,
      mipLevels: LEVELS,
      sampler: { minFilter: 'nearest', magFilter: 'nearest', mipmapFilter: 'nearest' },
    });
    this.setState({
      texture,
      room: lines * SLOTS_WIDE,
      uploaded: [],
      shape: this.makeModel(PART, true, 'cells'),
    });
  }

  private makeQuads(pieces: readonly CellPiece[], plane: GroundPlane): void {
    const { device } = this.context;
    const { shape, vertices: oldVertices, index: oldIndex } = this.cell;
    oldVertices?.destroy();
    oldIndex?.destroy();
    const data = new Float32Array((pieces.length * 4 * STRIDE) / 4);
    pieces.forEach(({ corners }, slot) =>
      corners.forEach(([lon, lat], corner) =>
        data.set(
          [
            ...[plane.x(lon), plane.y(lat)],
            ...[corner & 1 ? PIECE_CELLS : 0, corner & 2 ? PIECE_CELLS : 0],
            ...[(slot % SLOTS_WIDE) * PIECE_CELLS, Math.floor(slot / SLOTS_WIDE) * PIECE_CELLS],
          ],
          ((slot * 4 + corner) * STRIDE) / 4,
        ),
      ),
    );
    const vertices = device.createBuffer({ usage: Buffer.VERTEX, data });
    const index = device.createBuffer({
      usage: Buffer.INDEX,
      indexType: 'uint32',
      data: quadIndex(pieces.length),
    });
    shape?.setAttributes({ vertices });
    shape?.setIndexBuffer(index);
    this.setState({ vertices, index });
  }

  private upload(pieces: readonly CellPiece[]): void {
    const { texture, uploaded = [] } = this.cell;
    if (texture === undefined) return;
    withPlainPixels(this.context.device, () =>
      pieces.forEach((piece, slot) => {
        if (uploaded[slot] === piece) return;
        uploaded[slot] = piece;
        const [x, y] = [(slot % SLOTS_WIDE) * PIECE_CELLS, Math.floor(slot / SLOTS_WIDE) * PIECE_CELLS];
        texture.writeData(piece.texels, { x, y, width: PIECE_CELLS, height: PIECE_CELLS });
      }),
    );
    this.setState({ uploaded, coarseIsOld: true });
  }

  override draw(): void {
    const { shape, texture, uploaded } = this.cell;
    if (!shape || !texture || !uploaded) return;
    const { viewport } = this.context;
    const { plane, cellMercatorM, ink, bright, hatch } = this.props;
    const cellPx = cellMercatorM * pxPerMercatorMetre(viewport) * globalThis.devicePixelRatio;
    const level = Math.min(LEVELS - 1, Math.max(0, Math.round(-Math.log2(cellPx))));
    if (level > 0 && this.cell.coarseIsOld === true) {
      texture.generateMipmapsWebGL();
      this.setState({ coarseIsOld: false });
    }
    const [x = 0, y = 0] = viewport.project([plane.origin[0], plane.origin[1]]);
    shape.setBindings({ cells: texture });
    shape.shaderInputs.setProps({
      mesh: {
        matrix: planeMatrix(viewport, plane),
        ink: [ink[0] / 255, ink[1] / 255, ink[2] / 255, 1],
        bright: bright ? 1 : 0,
        hatch,
        level,
        phase: (((x - viewport.height + y) * Math.SQRT1_2) % 8) + 8,
        dpr: globalThis.devicePixelRatio,
      },
    });
    this.drawRuns(shape, [{ first: 0, count: uploaded.length * 6 }]);
  }

  private drop(): void {
    const { shape, vertices, index, texture } = this.cell;
    shape?.destroy();
    vertices?.destroy();
    index?.destroy();
    texture?.destroy();
    this.setState({
      ...{ shape: undefined, vertices: undefined, index: undefined },
      ...{ texture: undefined, room: 0, uploaded: undefined },
    });
  }

  override finalizeState(context: Parameters<MeshLayer<CellLayerProps>['finalizeState']>[0]): void {
    this.drop();
    super.finalizeState(context);
  }
}
