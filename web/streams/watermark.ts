const TEXT_PX = 13;
const ANGLE_RAD = (-18 * Math.PI) / 180;
const GAP_X_PX = 46;
const GAP_Y_PX = 62;

/**
 * Writes which camera, who watches and when all over a canvas that lies on the picture, slanted, white at a tenth: a photograph of
 * the screen carries it too.
 */
export function drawWatermark(canvas: HTMLCanvasElement, text: string): void {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
  const g = canvas.getContext('2d');
  if (!g || width === 0) return;
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.clearRect(0, 0, width, height);
  g.font = `600 ${TEXT_PX}px ${getComputedStyle(canvas).fontFamily}`;
  writeAllOver(g, width, height, text, 1);
}

function writeAllOver(
  g: CanvasRenderingContext2D,
  width: number,
  height: number,
  text: string,
  scale: number,
): void {
  g.save();
  g.fillStyle = 'rgba(255, 255, 255, 0.1)';
  g.rotate(ANGLE_RAD);
  const step = g.measureText(text).width + GAP_X_PX * scale;
  const reach = width + height;
  for (let row = 0, y = 0; y < reach + height; y += GAP_Y_PX * scale, row++)
    for (let x = -reach - ((row % 2) * step) / 2; x < reach; x += step) g.fillText(text, x, y);
  g.restore();
}

/** A frame taken from the screen: with the watermark burnt in, and room under it for the line that names its record. */
export interface FrozenFrame {
  readonly canvas: HTMLCanvasElement;
  readonly text: string;
  readonly at: Date;
  readonly widthPx: number;
}

const FOOT_PX = 26;
const scaleOf = (widthPx: number): number => Math.max(1, widthPx / 960);

/**
 * The frame that the video shows at this moment and no other, kept in memory alone; null where it shows none. Nothing of it leaves
 * before `sealedFrame` names the record.
 */
export function frozenFrame(video: HTMLVideoElement, text: string, at: Date): FrozenFrame | null {
  const { videoWidth: widthPx, videoHeight: height } = video;
  if (widthPx === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  const canvas = document.createElement('canvas');
  const scale = scaleOf(widthPx);
  canvas.width = widthPx;
  canvas.height = height + Math.round(FOOT_PX * scale);
  const g = canvas.getContext('2d');
  if (!g) return null;
  g.drawImage(video, 0, 0, widthPx, height);
  g.font = `600 ${Math.round(TEXT_PX * scale)}px ${getComputedStyle(video).fontFamily}`;
  g.save();
  g.beginPath();
  g.rect(0, 0, widthPx, height);
  g.clip();
  writeAllOver(g, widthPx, height, text, scale);
  g.restore();
  return { canvas, text, at, widthPx };
}

/** The frozen frame as a file, with the line under it that names its record. */
export function sealedFrame({ canvas, text, widthPx }: FrozenFrame, mark: string): Promise<Blob | null> {
  const g = canvas.getContext('2d');
  if (!g) return Promise.resolve(null);
  const scale = scaleOf(widthPx);
  const linePx = Math.round(FOOT_PX * scale);
  const top = canvas.height - linePx;
  g.fillStyle = '#080D12';
  g.fillRect(0, top, widthPx, linePx);
  g.fillStyle = '#E6EDF3';
  g.textBaseline = 'middle';
  g.font = `500 ${Math.round(12 * scale)}px ${getComputedStyle(document.body).fontFamily}`;
  g.fillText(`${text} · ${mark}`, 8 * scale, top + linePx / 2, widthPx - 16 * scale);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
