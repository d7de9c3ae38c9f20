import type { DefaultProps, UpdateParameters } from '@deck.gl/core';
import { Buffer, type Texture } from '@luma.gl/core';
import type { Model } from '@luma.gl/engine';
import type { GroundPlane } from './ground-plane.rules.ts';
import { imageTexture, MeshLayer, planeMatrix, type ShaderPart } from './mesh-layer.ts';
import { quadIndex } from './ring-layer.ts';
import { drawSpriteSheet, type Sprite, type SpriteSheet } from './sprite-sheet.ts';

export interface SpriteLayerProps {
  id: string;
  plane: GroundPlane;
  /** Drawn in this order; compared by identity. */
  sprites: readonly Sprite[];
  opacity: number;
}

const STRIDE = 24;

const PART: ShaderPart = {
  block: `
  mat4 matrix;
  vec2 viewportPx;
  float dpr;
  float opacity;`,
  uniformTypes: { matrix: 'mat4x4<f32>', viewportPx: 'vec2<f32>', dpr: 'f32', opacity: 'f32' },
  bufferLayout: [
    {
      name: 'vertices',
      byteStride: STRIDE,
      attributes: [
        { attribute: 'place', format: 'float32x2', byteOffset: 0 },
        { attribute: 'offset', format: 'float32x2', byteOffset: 8 },
        { attribute: 'uv', format: 'float32x2', byteOffset: 16 },
      ],
    },
  ],
  // The place is rounded to whole pixels: text between pixels is blurred text.
  vs: `
in vec2 place;
in vec2 offset;
in vec2 uv;
out vec2 vUv;
void main() {
  vUv = uv;
  vec4 clip = mesh.matrix * vec4(place, 0.0, 1.0);
  vec2 screen = (clip.xy / clip.w * 0.5 + 0.5) * mesh.viewportPx * mesh.dpr;
  vec2 at = floor(screen + 0.5) + floor(offset * vec2(1.0, -1.0) * mesh.dpr + 0.5);
  gl_Position = vec4(at / (mesh.viewportPx * mesh.dpr) * 2.0 - 1.0, 0.0, 1.0);
}`,
  fs: `
uniform sampler2D sheet;
in vec2 vUv;
out vec4 fragColor;
void main() {
  fragColor = texture(sheet, vUv) * mesh.opacity;
  if (fragColor.a < 0.004) discard;
}`,
};

interface SpriteState {
  vertices: Buffer;
  index: Buffer;
  shape: Model;
  sheet: Texture;
  count: number;
  /** A font came after the text was drawn with another. */
  fontsChanged: boolean;
}

/** Text, discs and pins: pictures drawn by a canvas, in the given order. */
export class SpriteLayer extends MeshLayer<SpriteLayerProps> {
  static override layerName = 'SpriteLayer';
  static override defaultProps: DefaultProps<SpriteLayerProps> = {
    plane: { type: 'object', value: null as never, compare: false },
    sprites: { type: 'array', value: [], compare: false },
  };
  private get sprite(): Partial<SpriteState> {
    return this.state;
  }

  private readonly onFonts = () => {
    this.setState({ fontsChanged: true });
    this.setNeedsUpdate();
  };

  override initializeState(): void {
    super.initializeState();
    document.fonts.addEventListener('loadingdone', this.onFonts);
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    const { fontsChanged } = this.sprite;
    if (!fontsChanged && props.sprites === oldProps.sprites && props.plane === oldProps.plane) return;
    this.setState({ fontsChanged: false });
    this.drop();
    const { device } = this.context;
    if (props.sprites.length === 0) return;
    const sheet = drawSpriteSheet(props.sprites, globalThis.devicePixelRatio);
    const data = spriteVertices(props.sprites, sheet, props.plane);
    const count = data.length / (STRIDE / 4) / 4;
    if (count === 0) return;
    const vertices = device.createBuffer({ usage: Buffer.VERTEX, data });
    const index = device.createBuffer({ usage: Buffer.INDEX, indexType: 'uint32', data: quadIndex(count) });
    const shape = this.makeModel(PART, true, 'sprites');
    shape.setAttributes({ vertices });
    shape.setIndexBuffer(index);
    this.setState({
      vertices,
      index,
      shape,
      count,
      sheet: imageTexture(device, `${this.id}-sheet`, sheet.image, 'linear'),
    });
  }

  override draw(): void {
    const { shape, sheet, count = 0 } = this.sprite;
    if (!shape || !sheet) return;
    const { viewport } = this.context;
    shape.setBindings({ sheet });
    shape.shaderInputs.setProps({
      mesh: {
        matrix: planeMatrix(viewport, this.props.plane),
        viewportPx: [viewport.width, viewport.height],
        dpr: globalThis.devicePixelRatio,
        opacity: this.props.opacity,
      },
    });
    this.drawRuns(shape, [{ first: 0, count: count * 6 }]);
  }

  private drop(): void {
    const { vertices, index, shape, sheet } = this.sprite;
    for (const resource of [shape, vertices, index, sheet]) resource?.destroy();
    this.setState({ vertices: undefined, index: undefined, shape: undefined, sheet: undefined, count: 0 });
  }

  override finalizeState(context: Parameters<MeshLayer<SpriteLayerProps>['finalizeState']>[0]): void {
    document.fonts.removeEventListener('loadingdone', this.onFonts);
    this.drop();
    super.finalizeState(context);
  }
}

function spriteVertices(sprites: readonly Sprite[], sheet: SpriteSheet, plane: GroundPlane): Float32Array {
  const values: number[] = [];
  for (const sprite of sprites) {
    const box = sheet.boxes.get(sprite.key);
    if (!box) continue;
    const x = plane.x(sprite.at[0]);
    const y = plane.y(sprite.at[1]);
    for (let corner = 0; corner < 4; corner++) {
      const right = corner & 1;
      const bottom = corner & 2 ? 0 : 1;
      values.push(x, y, sprite.leftPx + right * sprite.widthPx, sprite.topPx + bottom * sprite.heightPx);
      values.push(right ? box[2] : box[0], bottom ? box[3] : box[1]);
    }
  }
  return Float32Array.from(values);
}
