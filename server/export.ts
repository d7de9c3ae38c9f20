import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { exportCameras } from './cameras/export-cameras.ts';
import { countDemoCameras } from './cameras/import-load.sql.ts';
import { terminalActor } from './cameras/import-command.ts';
import { exportReason } from './platform/export-reason.schema.ts';
import { withInstallation } from './platform/installation.ts';
import { ApiError } from './platform/http-errors.ts';

const USAGE = `npm run export -- cameras FILE [--encoding cp949|utf8] [--reason 까닭]
  전국CCTV표준데이터 18열. 보호 대상 시설의 카메라는 나가지 않습니다.`;

/** The reason for the audit: the option, or asked at a terminal; null where a script gives none. */
async function reasonAtTerminal(option: string | undefined): Promise<string | null> {
  let given = option;
  if (given === undefined) {
    if (!process.stdin.isTTY) return null;
    const asked = createInterface({ input: process.stdin, output: process.stderr });
    given = await asked.question('내보내는 까닭을 적어 주십시오. Why is it exported? ');
    asked.close();
  }
  const reason = exportReason.safeParse(given);
  if (reason.success) return reason.data;
  throw new Error(
    '내보내는 까닭은 5자 이상이어야 합니다. 내보내지 않았습니다.\nThe reason must have 5 letters or more. Not exported.',
  );
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { encoding: { type: 'string', default: 'cp949' }, reason: { type: 'string' } },
  });
  const [what, file, ...rest] = positionals;
  const encoding = values.encoding.toLowerCase().replace('utf-8', 'utf8');
  if (
    what !== 'cameras' ||
    file === undefined ||
    rest.length > 0 ||
    (encoding !== 'cp949' && encoding !== 'utf8')
  )
    throw new Error(USAGE);
  const folder = dirname(resolve(file));
  if ((await stat(folder).catch(() => null))?.isDirectory() !== true)
    throw new Error(
      `폴더가 없어 내보내지 않았습니다: ${folder}. 폴더를 만들거나 다른 경로를 주십시오.\n` +
        `Not exported: there is no folder ${folder}. Make it, or give another path.`,
    );
  const reason = await reasonAtTerminal(values.reason);
  await withInstallation('gwanje-map export', 'app', async (sql) => {
    const demo = await countDemoCameras(sql);
    // Written beside and then renamed, so that a failed export leaves no half of a file.
    const part = `${file}.part`;
    const out = createWriteStream(part);
    await once(out, 'open');
    try {
      const rows = await exportCameras(
        sql,
        terminalActor(),
        { encoding, reason },
        new Date(),
        async (bytes) => {
          if (!out.write(bytes)) await once(out, 'drain');
        },
      );
      out.end();
      await once(out, 'close');
      await rename(part, file);
      if (demo > 0)
        console.error('시연용 합성 카메라가 들어 있습니다. Synthetic demo cameras are among them.');
      process.stdout.write(`${file}: ${rows}행 (${encoding})\n`);
    } catch (error) {
      out.destroy();
      await rm(part, { force: true });
      if (error instanceof ApiError)
        throw new Error(`${error.sentence.ko}\n${error.sentence.en}`, { cause: error });
      throw error;
    }
  });
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
