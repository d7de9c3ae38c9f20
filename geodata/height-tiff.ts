import { stat } from 'node:fs/promises';
import { fromFile, type GeoTIFFImage } from 'geotiff';
import { requireSize, unreadable, type HeightRaster } from './height-raster.ts';
import { isEpsg } from './projections.ts';
import { TableError } from './row-batch.ts';

/**
 * Reads the first band of a GeoTIFF as heights. Throws TableError for a file that is none, that says nothing of where it
 * lies, or whose rows do not run from west to east.
 */
export async function readTiffHeights(path: string): Promise<HeightRaster> {
  const file = await fromFile(path);
  try {
    const image = await file.getImage();
    if ((await endOf(image)) > (await stat(path)).size) throw broken();
    return await rasterOf(image);
  } catch (error) {
    if (error instanceof TableError) throw error;
    throw broken();
  } finally {
    await file.close();
  }
}

const broken = (): TableError =>
  unreadable('GeoTIFF이 깨져 있어 읽지 못했습니다.', 'The GeoTIFF is broken and could not be read.');

/** Byte after the last one of the picture: what is missing at a file's end would be read as nought. */
async function endOf({ fileDirectory, isTiled }: GeoTIFFImage): Promise<number> {
  const offsets = await fileDirectory.loadValue(isTiled ? 'TileOffsets' : 'StripOffsets');
  const sizes = await fileDirectory.loadValue(isTiled ? 'TileByteCounts' : 'StripByteCounts');
  let end = 0;
  for (let i = 0; i < (offsets?.length ?? 0); i++)
    end = Math.max(end, Number(offsets![i]) + Number(sizes?.[i] ?? 0));
  return end;
}

async function rasterOf(image: GeoTIFFImage): Promise<HeightRaster> {
  const [columns, rows] = [image.getWidth(), image.getHeight()];
  requireSize(columns, rows);
  const { left, top, stepX, stepY } = placed(image);
  const keys = image.getGeoKeys();
  const code = Number(keys?.ProjectedCSTypeGeoKey ?? keys?.GeographicTypeGeoKey ?? NaN);
  const nodata = image.getGDALNoData();
  const [band] = await image.readRasters({ samples: [0] });
  const heights = Float32Array.from(band as ArrayLike<number>);
  if (nodata !== null) {
    const none = Math.fround(nodata);
    for (let at = 0; at < heights.length; at++) if (heights[at] === none) heights[at] = NaN;
  }
  // A pixel's corner is given unless the file says that it means points.
  const half = image.pixelIsArea() ? 0.5 : 0;
  return {
    ...{ columns, rows, west: left + half * stepX, north: top - half * stepY, stepX, stepY, heights },
    own: isEpsg(code) ? { epsg: code, from: 'crs' } : null,
  };
}

function placed(image: GeoTIFFImage): { left: number; top: number; stepX: number; stepY: number } {
  try {
    const [left, top] = image.getOrigin() as [number, number];
    const [stepX, down] = image.getResolution() as [number, number];
    if (stepX > 0 && down < 0) return { left, top, stepX, stepY: -down };
  } catch {
    // Told below.
  }
  throw unreadable(
    'GeoTIFF에 놓일 자리가 적혀 있지 않거나, 줄이 서쪽에서 동쪽으로 가지 않습니다.',
    'The GeoTIFF does not say where it lies, or its rows do not run from west to east.',
  );
}
