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

/**
 * The frame that the video shows now, with the watermark burnt in and a line under it that names its record; null where it shows
 * none. Never more than what is on the screen: the frame is taken at this moment and no other.
 */
export function burntFrame(video: HTMLVideoElement, text: string, mark: string): Promise<Blob | null> {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return Promise.resolve(null);
  const canvas = document.createElement('canvas');
  const scale = Math.max(1, width / 960);
  const linePx = Math.round(26 * scale);
  canvas.width = width;
  canvas.height = height + linePx;
  const g = canvas.getContext('2d');
  if (!g) return Promise.resolve(null);
  g.drawImage(video, 0, 0, width, height);
  const font = `px ${getComputedStyle(video).fontFamily}`;
  g.font = `600 ${Math.round(TEXT_PX * scale)}${font}`;
  writeAllOver(g, width, height, text, scale);
  g.fillStyle = '#080D12';
  g.fillRect(0, height, width, linePx);
  g.fillStyle = '#E6EDF3';
  g.textBaseline = 'middle';
  g.font = `500 ${Math.round(12 * scale)}${font}`;
  g.fillText(`${text} · ${mark}`, 8 * scale, height + linePx / 2, width - 16 * scale);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
