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
  g.fillStyle = 'rgba(255, 255, 255, 0.1)';
  g.rotate(ANGLE_RAD);
  const step = g.measureText(text).width + GAP_X_PX;
  const reach = width + height;
  for (let row = 0, y = 0; y < reach + height; y += GAP_Y_PX, row++)
    for (let x = -reach - ((row % 2) * step) / 2; x < reach; x += step) g.fillText(text, x, y);
}
