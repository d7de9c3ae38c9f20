import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TableError } from '../../geodata/row-batch.ts';
import type { Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { CityArea } from './import-area.ts';
import { countDemoCameras, selectDistricts } from './import-load.sql.ts';
import { importReport } from './import-report.ts';
import { importRows } from './import-rows.ts';
import {
  copyUploadRows,
  deleteUpload,
  failUpload,
  finishLoading,
  finishReading,
  insertUpload,
  moveUpload,
  noteProgress,
  selectForgottenUploads,
  selectUpload,
  type Failure,
  type Upload,
} from './import-uploads.sql.ts';
import { loadImport } from './load-import.ts';
import { previewImport } from './preview-import.ts';
import { digestOf, readImport, type ReadImport } from './read-import.ts';

const LARGEST_BYTES = 512 * 1024 * 1024;
const PROGRESS_MS = 400;
const FORGOTTEN_MS = 24 * 3_600_000;

/** Files handed in from the console: read in the background, shown row by row, then accepted or thrown away. */
export class ImportUploads {
  readonly #deps: Deps;
  readonly #folder: string;
  /** Work under way in this process; what the table calls under way and is not here was cut off by a stop. */
  readonly #active = new Map<string, AbortController>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#folder = join(deps.config.dataDir, 'imports');
  }

  /** Stores the body as it streams in and begins to read it; returns the id to ask with. Throws 413 for a body too long. */
  async takeIn(actor: Actor, fileName: string, body: ReadableStream | null): Promise<string> {
    if (body === null)
      throw new ApiError(400, 'empty-file', { ko: '빈 파일입니다.', en: 'The file is empty.' });
    await this.#sweep();
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const importId = randomUUID();
    const path = join(this.#folder, importId);
    try {
      await pipeline(Readable.fromWeb(body as never), limited(), createWriteStream(path, { mode: 0o600 }));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    const shown = fileName.split(/[\\/]/u).at(-1) || fileName;
    await insertUpload(this.#deps.sql, {
      importId,
      accountId: actor.accountId,
      fileName: shown,
      storedName: importId,
    });
    this.#run(importId, (signal) => this.#read(importId, signal));
    return importId;
  }

  /** The upload with its state; 404 where there is none. */
  async state(importId: string): Promise<{ upload: Upload; demoCameras: number }> {
    const upload = await selectUpload(this.#deps.sql, importId);
    if (upload === undefined) throw notFound();
    if ((upload.state === 'reading' || upload.state === 'loading') && !this.#active.has(importId)) {
      await failUpload(this.#deps.sql, importId, INTERRUPTED);
      return { upload: { ...upload, state: 'failed', failure: INTERRUPTED }, demoCameras: 0 };
    }
    return { upload, demoCameras: upload.state === 'ready' ? await countDemoCameras(this.#deps.sql) : 0 };
  }

  /** Loads what was read, in the background. `question` must name the question asked, where one is. Throws 409 otherwise. */
  async accept(actor: Actor, importId: string, question: 'replace-demo' | undefined): Promise<void> {
    const { upload, demoCameras } = await this.state(importId);
    if (demoCameras > 0 && question !== 'replace-demo')
      throw new ApiError(409, 'replace-demo', replaceDemoQuestion(demoCameras), 'question');
    if (!(await moveUpload(this.#deps.sql, importId, 'ready', 'loading')))
      throw new ApiError(409, 'not-ready', {
        ko: '아직 다 읽지 않았거나 이미 실은 파일입니다.',
        en: 'The file is not read yet, or is loaded already.',
      });
    this.#run(importId, () => this.#load(actor, upload));
  }

  /** Throws an upload away, whatever it is doing; one being loaded is refused. */
  async discard(importId: string): Promise<void> {
    const { upload } = await this.state(importId);
    if (upload.state === 'loading')
      throw new ApiError(409, 'loading', { ko: '싣는 중이라 버릴 수 없습니다.', en: 'It is being loaded.' });
    this.#active.get(importId)?.abort();
    await this.#remove(importId);
  }

  #run(importId: string, work: (signal: AbortSignal) => Promise<void>): void {
    const controller = new AbortController();
    this.#active.set(importId, controller);
    work(controller.signal)
      .catch(async (error: unknown) => {
        if (!controller.signal.aborted) await failUpload(this.#deps.sql, importId, failureOf(error));
      })
      .catch((error: unknown) => console.error('imports: the state could not be written', error))
      .finally(() => this.#active.delete(importId));
  }

  async #readFile(upload: Upload, signal?: AbortSignal): Promise<ReadImport> {
    const { sql, now } = this.#deps;
    const districts = await selectDistricts(sql, true);
    let said = performance.now();
    const read = await readImport(join(this.#folder, upload.storedName), {
      city: districts.length === 0 ? null : new CityArea(districts),
      now: now(),
      ...(signal ? { signal } : {}),
      onProgress: (rows) => {
        if (performance.now() - said < PROGRESS_MS) return;
        said = performance.now();
        void noteProgress(sql, upload.importId, rows).catch(() => undefined);
      },
    });
    return { ...read, name: upload.fileName };
  }

  async #read(importId: string, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const { sql, now } = this.#deps;
    const upload = (await selectUpload(sql, importId))!;
    const read = await this.#readFile(upload, signal);
    await copyUploadRows(sql, importId, importRows(read));
    const cameras = await previewImport(sql, read, now());
    const digest = await digestOf(read.path);
    signal.throwIfAborted();
    await finishReading(
      sql,
      importId,
      importReport(read, cameras, (performance.now() - startedAt) / 1000),
      digest,
    );
  }

  async #load(actor: Actor, upload: Upload): Promise<void> {
    const startedAt = performance.now();
    const { sql, now } = this.#deps;
    const read = await this.#readFile(upload);
    if (read.verdict.cameras === 0) throw new NothingToLoad();
    const cameras = await loadImport(sql, actor, read, upload.digest ?? (await digestOf(read.path)), now());
    await finishLoading(
      sql,
      upload.importId,
      importReport(read, cameras, (performance.now() - startedAt) / 1000),
    );
    await rm(read.path, { force: true });
  }

  /** Removes uploads a day old, and files as old that no upload speaks of any more. */
  async #sweep(): Promise<void> {
    for (const { importId } of await selectForgottenUploads(this.#deps.sql))
      if (!this.#active.has(importId)) await this.#remove(importId);
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const path = join(this.#folder, name);
      const found = await stat(path).catch(() => null);
      if (found !== null && Date.now() - found.mtimeMs > FORGOTTEN_MS && !this.#active.has(name))
        await rm(path, { force: true });
    }
  }

  async #remove(importId: string): Promise<void> {
    const storedName = await deleteUpload(this.#deps.sql, importId);
    if (storedName !== undefined) await rm(join(this.#folder, storedName), { force: true });
  }
}

class NothingToLoad extends Error {}

const INTERRUPTED: Failure = {
  code: 'interrupted',
  ko: '서버가 멈추어 읽기를 마치지 못했습니다. 대장은 바뀌지 않았습니다. 파일을 다시 올려 주십시오.',
  en: 'The server stopped before this was done. The register was not changed. Hand the file in again.',
};

/** The question that an officer answers by naming it. */
export const replaceDemoQuestion = (cameras: number) => ({
  ko: `시연용 합성 카메라 ${cameras}대와 그 안내판, 고지, 영상 연결을 이 파일의 카메라로 바꿉니다. 계정과 감사 기록은 남습니다.`,
  en: `The ${cameras} synthetic demo cameras, with their signs, notices and streams, are replaced by this file. Accounts and the audit stay.`,
});

function failureOf(error: unknown): Failure {
  if (error instanceof TableError) return { code: error.code, ko: error.message, en: error.english };
  if (error instanceof ApiError) return { code: error.code, ...error.sentence };
  if (error instanceof NothingToLoad)
    return {
      code: 'nothing-to-load',
      ko: '실을 행이 없습니다. 대장은 바뀌지 않았습니다.',
      en: 'No row can be loaded. The register was not changed.',
    };
  console.error(error);
  return {
    code: 'internal',
    ko: '파일을 끝까지 처리하지 못했습니다. 대장은 바뀌지 않았습니다. 다시 시도해 주십시오.',
    en: 'The file was not worked through. The register was not changed. Try again.',
  };
}

function limited(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= LARGEST_BYTES) done(null, chunk);
      else
        done(
          new ApiError(413, 'too-large', {
            ko: '파일이 512 MB를 넘습니다.',
            en: 'The file is larger than 512 MB.',
          }),
        );
    },
  });
}
