import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { decodeCp949, isCp949 } from './cp949.ts';
import { TableError } from './row-batch.ts';

const open = promisify<string, yauzl.Options, ZipFile>(yauzl.open);

/** More than this is not unpacked into memory at once. */
const LARGEST_MB = 512;

/** What a ZIP file holds, by name; old Korean archives carry names in CP949. */
export interface Zip {
  readonly names: readonly string[];
  stream(name: string): Promise<Readable>;
  /** The whole of an entry. Throws TableError where it would be larger than the memory for it. */
  bytes(name: string): Promise<Buffer>;
  close(): void;
}

/** Opens a ZIP for random reading of its entries; throws what yauzl throws on a damaged file. */
export async function openZip(path: string): Promise<Zip> {
  const file = await open(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  const entries = new Map<string, Entry>();
  file.on('entry', (entry: Entry) => {
    const raw = entry.fileName as unknown as Buffer;
    entries.set(nameOf(raw), entry);
    file.readEntry();
  });
  const ended = once(file, 'end');
  file.readEntry();
  await ended;
  const stream = (name: string): Promise<Readable> => {
    const entry = entries.get(name);
    if (entry === undefined) throw new Error(`no ${name} in ${path}`);
    return new Promise((done, failed) =>
      file.openReadStream(entry, (error, readable) => (error ? failed(error) : done(readable))),
    );
  };
  return {
    names: [...entries.keys()],
    stream,
    bytes: async (name) => {
      if ((entries.get(name)?.uncompressedSize ?? 0) > LARGEST_MB * 1024 * 1024) throw tooLarge(name);
      return Buffer.concat(await (await stream(name)).toArray());
    },
    close: () => file.close(),
  };
}

const tooLarge = (name: string): TableError =>
  new TableError(
    'unreadable-file',
    `ZIP 안의 ${name}을(를) 풀면 ${LARGEST_MB} MB를 넘습니다. 강릉의 것만 남겨 다시 주십시오.`,
    `${name} in the ZIP is over ${LARGEST_MB} MB unpacked. Leave Gangneung's part only.`,
  );

function nameOf(raw: Buffer): string {
  const utf8 = raw.toString('utf8');
  return utf8.includes('\ufffd') && isCp949(raw, 0, raw.length) ? decodeCp949(raw) : utf8;
}
