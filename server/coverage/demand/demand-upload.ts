import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TableError } from '../../../geodata/row-batch.ts';
import { ApiError } from '../../platform/http-errors.ts';
import type { DemandFileQuery } from './demand.schema.ts';
import { readDemandFile, type ReadDemand } from './read-demand-file.ts';

const LARGEST_MB = 64;

/**
 * A demand's file that came as a request's body, read from a file of its own that is gone afterwards. Throws 413 for a body
 * too long, 400 for what cannot be read.
 */
export async function readDemandBody(
  body: ReadableStream | null,
  { filename, title, unit, weight, cell, epsg, origin, asOf }: DemandFileQuery,
  dataDir: string,
): Promise<ReadDemand> {
  if (body === null)
    throw new ApiError(400, 'empty-file', { ko: '빈 파일입니다.', en: 'The file is empty.' }, 'file');
  const folder = join(dataDir, 'imports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const how = {
    ...{ title, unit: unit ?? null, weight: weight ?? null, cellM: cell ?? null, epsg: epsg ?? null },
    ...{ origin: origin ?? null, asOf: asOf ?? null },
  };
  try {
    await pipeline(Readable.fromWeb(body as never), limited(), createWriteStream(path, { mode: 0o600 }));
    return await readDemandFile(path, how, filename.split(/[\\/]/u).at(-1) || filename);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    throw new ApiError(400, error.code, { ko: error.message, en: error.english }, 'file');
  } finally {
    await rm(path, { force: true });
  }
}

function limited(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= LARGEST_MB * 1024 * 1024) return done(null, chunk);
      done(
        new ApiError(413, 'too-large', {
          ko: `파일이 ${LARGEST_MB} MB를 넘습니다. 강릉의 것만 남겨 다시 주십시오.`,
          en: `The file is larger than ${LARGEST_MB} MB. Leave Gangneung's part only.`,
        }),
      );
    },
  });
}
