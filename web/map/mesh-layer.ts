import { Layer, type Viewport } from '@deck.gl/core';
import type { BufferLayout, Device, Texture } from '@luma.gl/core';
import { Model } from '@luma.gl/engine';
import type { Run } from './fan-mesh.ts';
import { EQUATOR_M, type GroundPlane } from './ground-plane.rules.ts';
import { ROW_TEXTURE_WIDTH, rowImage } from './row-styles.ts';

const WORLD = 512;
const COMMON_PER_M = WORLD / EQUATOR_M;

/** Colours leave the shaders premultiplied; the order of layers alone decides what covers what. */
const PAINT_OVER = {
  depthWriteEnabled: false,
  depthCompare: 'always',
  cullMode: 'none',
  blend: true,
  blendColorOperation: 'add',
  blendColorSrcFactor: 'one',
  blendColorDstFactor: 'one-minus-src-alpha',
  blendAlphaOperation: 'add',
  blendAlphaSrcFactor: 'one',
  blendAlphaDstFactor: 'one-minus-src-alpha',
} as const;

export interface ShaderPart {
  vs: string;
  fs: string;
  /** One field a line, in the order of `uniformTypes`; otherwise the layer dies without a word. */
  block: string;
  uniformTypes: Record<string, string>;
  bufferLayout: BufferLayout[];
}

/** From plane metres to clip space, multiplied in doubles so that no precision is lost to the distance from 0, 0. */
export function planeMatrix(viewport: Viewport, plane: GroundPlane): number[] {
  const [ox = 0, oy = 0] = viewport.projectFlat([plane.origin[0], plane.origin[1]]);
  const m = viewport.viewProjectionMatrix;
  const at = (i: number) => m[i] ?? 0;
  const column = (c: number, scale: number) => [0, 1, 2, 3].map((i) => at(c * 4 + i) * scale);
  const moved = [0, 1, 2, 3].map((i) => at(i) * ox + at(4 + i) * oy + at(12 + i));
  return [...column(0, COMMON_PER_M), ...column(1, COMMON_PER_M), ...column(2, 1), ...moved];
}

/** CSS pixels to one Web Mercator metre. */
export const pxPerMercatorMetre = (viewport: Viewport): number => COMMON_PER_M * 2 ** viewport.zoom;

/** What of the plane the window shows, with a margin in CSS pixels. */
export function planeBox(viewport: Viewport, plane: GroundPlane, marginPx: number) {
  const [west, south, east, north] = viewport.getBounds();
  const margin = marginPx / pxPerMercatorMetre(viewport);
  return {
    minX: plane.x(west) - margin,
    minY: plane.y(south) - margin,
    maxX: plane.x(east) + margin,
    maxY: plane.y(north) + margin,
  };
}

/** Uploads with the pixel store as it must be: the base map leaves premultiplication on, and keeps count of it. */
export function withPlainPixels<T>(device: Device, upload: () => T): T {
  const { gl } = device as unknown as { gl: WebGL2RenderingContext };
  const stored = [gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, gl.UNPACK_FLIP_Y_WEBGL, gl.UNPACK_ALIGNMENT].map(
    (name) => [name, gl.getParameter(name) as number | boolean] as const,
  );
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
  try {
    return upload();
  } finally {
    for (const [name, value] of stored) gl.pixelStorei(name, value);
  }
}

export function imageTexture(
  device: Device,
  id: string,
  image: { width: number; height: number; data: Uint8Array | Uint8ClampedArray },
  filter: 'nearest' | 'linear',
): Texture {
  const data = image.data instanceof Uint8Array ? image.data : new Uint8Array(image.data.buffer);
  return withPlainPixels(device, () =>
    device.createTexture({
      id,
      format: 'rgba8unorm',
      width: image.width,
      height: image.height,
      mipLevels: 1,
      data,
      sampler: {
        minFilter: filter,
        magFilter: filter,
        mipmapFilter: 'none',
        addressModeU: 'clamp-to-edge',
        addressModeV: 'clamp-to-edge',
      },
    }),
  );
}

/** The row texture of these styles; reuses `last` when the size is the same. */
export function rowTexture(device: Device, id: string, rowStyles: Uint8Array, last: Texture | null): Texture {
  const { data, height } = rowImage(rowStyles);
  if (last?.height === height) {
    withPlainPixels(device, () => last.writeData(data, { width: ROW_TEXTURE_WIDTH, height }));
    return last;
  }
  last?.destroy();
  return imageTexture(device, id, { width: ROW_TEXTURE_WIDTH, height, data }, 'nearest');
}

/**
 * A deck layer over plain expanded meshes: no instancing, no projection module, no picking of its own. Its models are
 * kept out of deck's sight, because deck would feed them module settings they do not have.
 */
export abstract class MeshLayer<Props extends object> extends Layer<Props> {
  static override layerName = 'MeshLayer';

  override initializeState(): void {
    this.setState({});
  }

  protected makeModel(part: ShaderPart, index: boolean, suffix: string): Model {
    const { device } = this.context;
    const name = 'mesh';
    return new Model(device, {
      id: `${this.id}-${suffix}`,
      vs: `#version 300 es\n${part.vs}`,
      fs: `#version 300 es\nprecision highp float;\n${part.fs}`,
      modules: [
        {
          name,
          vs: `layout(std140) uniform ${name}Uniforms {\n${part.block}\n} ${name};\n`,
          fs: `layout(std140) uniform ${name}Uniforms {\n${part.block}\n} ${name};\n`,
          uniformTypes: part.uniformTypes as never,
        },
      ],
      topology: 'triangle-list',
      bufferLayout: part.bufferLayout,
      parameters: PAINT_OVER,
      isInstanced: false,
      ...(index ? {} : { vertexCount: 0 }),
    });
  }

  /** Draws runs of an index buffer. The offset in bytes is what WebGL takes; luma hands `firstVertex` through to it. */
  protected drawRuns(model: Model, runs: readonly Run[]): void {
    for (const { first, count } of runs) {
      model.setVertexCount(count);
      (model as { firstVertex: number }).firstVertex = first * 4;
      model.draw(this.context.renderPass);
    }
  }
}
