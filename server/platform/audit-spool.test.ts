import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { auditKey } from './audit-keys.ts';
import { readSpool, spoolFiles, spoolHeads, type ReadSpool } from './audit-spool-file.ts';
import { AuditSpool, spoolFolder, SpoolUnwritable, type SpooledRow, type SpoolPlace } from './audit-spool.ts';

let folder: string;
let place: SpoolPlace;
let spool: AuditSpool;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gwanje-spool-'));
  place = { dataDir: folder, secretsDir: join(folder, 'secrets'), auditAnchors: join(folder, 'anchors') };
  spool = new AuditSpool(place);
});
afterEach(async () => {
  await spool.close();
  rmSync(folder, { recursive: true, force: true });
});

const row = (n: number, action: SpooledRow['action'] = 'camera.watch'): SpooledRow => ({
  action,
  outcome: 'done',
  accountId: 7,
  actor: '김관제 "인용" \\ \u2028',
  role: 'operator',
  address: '10.0.0.1',
  objectKind: 'camera',
  objectId: String(n),
  detail: { viewing: `v${n}`, process: spool.process },
});
const file = (): { spool: string; path: string } => spoolFiles(place)[0]!;
const read = (
  text = readFileSync(file().path, 'utf8'),
  head: { no: number; hash?: string } | null = null,
): Promise<ReadSpool> => readSpool(file().spool, text, auditKey(place.secretsDir).publicKey, head);
const lines = (): string[] => readFileSync(file().path, 'utf8').split('\n').slice(0, -1);

describe('A26: a viewing kept aside is on the disk, whole and in order', () => {
  test('lines that come together stand in their order, in one file that only its owner reads', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => spool.append([row(n)])));
    const { lines: found, breaks, owner } = await read();
    expect(found.map(({ no, row: { objectId } }) => [no, objectId])).toEqual(
      Array.from({ length: 50 }, (_, n) => [n + 1, String(n)]),
    );
    expect(found[0]!.row).toEqual(row(0));
    expect(breaks).toEqual([]);
    expect(owner).toMatchObject({ process: spool.process, pid: process.pid });
    expect(statSync(file().path).mode & 0o777).toBe(0o600);
    expect(spool.waiting).toBe(50);
  });

  test('the newest line lies signed at the second place', async () => {
    await spool.append([row(1), row(2)]);
    await vi.waitFor(() => expect(spoolHeads(place).get(file().spool)).toMatchObject({ no: 2 }));
  });

  test('A25: a line that another was signed in place of is found by the head at the second place', async () => {
    await spool.append([row(1), row(2)]);
    const head = await vi.waitFor(() => {
      const found = spoolHeads(place).get(file().spool);
      expect(found?.no).toBe(2);
      return found!;
    });
    expect((await read(undefined, head)).breaks).toEqual([]);
    const key = auditKey(place.secretsDir);
    const [first, second, last] = lines();
    const text = last!.slice(0, last!.lastIndexOf(',"sig"')).replace('"objectId":"2"', '"objectId":"9"');
    const forged = `${text},"sig":"${key.sign('spool', text).toString('base64')}"}`;
    expect(forged).not.toBe(last);
    const bent = [first, second, forged, ''].join('\n');
    expect((await read(bent)).breaks).toEqual([]);
    expect((await read(bent, head)).breaks).toEqual([{ spool: file().spool, no: 2, why: 'line-changed' }]);
  });

  test('A32: where nothing can be written nothing counts, and what can be written later does', async () => {
    writeFileSync(spoolFolder(place), 'in the way');
    await expect(spool.append([row(1)])).rejects.toBeInstanceOf(SpoolUnwritable);
    expect(spool.state).toBe('unwritable');
    rmSync(spoolFolder(place));
    await spool.append([row(2)]);
    expect((await read()).lines.map(({ row: { objectId } }) => objectId)).toEqual(['2']);
    expect(spool.state).toBe('fine');
  });

  test('A32: at its bound no viewing begins any more, and those that began are still ended', async () => {
    await spool.close();
    spool = new AuditSpool(place, 4000);
    for (let n = 0; n < 20 && spool.state !== 'full'; n++) await spool.append([row(n)]);
    expect(spool.state).toBe('full');
    await expect(spool.append([row(99)])).rejects.toBeInstanceOf(SpoolUnwritable);
    await spool.append([row(1, 'camera.watch.end')]);
    await spool.joined(file().spool, 1000);
    expect(spool.state).toBe('fine');
    await spool.append([row(100)]);
  });

  test('a file all of which is joined is taken away at the end, with its head; another waits', async () => {
    await spool.append([row(1)]);
    const first = file().spool;
    await spool.close();
    expect(spoolFiles(place).map((each) => each.spool)).toEqual([first]);
    const next = new AuditSpool(place);
    await next.append([row(2)]);
    const second = spoolFiles(place).find((each) => each.spool !== first)!.spool;
    await next.joined(second, 1);
    await next.close();
    expect(spoolFiles(place).map((each) => each.spool)).toEqual([first]);
  });
});

describe('A25: a spool that was bent is named at its line', () => {
  beforeEach(() => spool.append([row(1), row(2), row(3), row(4), row(5)]));
  const bent = async (change: (all: string[]) => string[], head: { no: number } | null = null) => {
    const { breaks, lines: left } = await read(`${change(lines()).join('\n')}\n`, head);
    return [breaks.map(({ no, why }) => [no, why]), left.map(({ no }) => no)];
  };

  test.each<[string, (all: string[]) => string[], unknown, number[]]>([
    [
      'edited',
      (all) => all.with(2, all[2]!.replace('"objectId":"2"', '"objectId":"9"')),
      [[2, 'line-changed']],
      [1, 3, 4, 5],
    ],
    ['unreadable', (all) => all.with(3, 'x'), [[3, 'line-unreadable']], [1, 2, 4, 5]],
    ['deleted', (all) => all.toSpliced(3, 1), [[3, 'line-missing']], [1, 2, 4, 5]],
    ['copied', (all) => [...all, all[1]!], [[1, 'line-moved']], [1, 2, 3, 4, 5]],
    ['without its first line', (all) => all.slice(1), [[0, 'line-missing']], [1, 2, 3, 4, 5]],
  ])('%s: the others are still of use', async (_, change, breaks, left) => {
    expect(await bent(change)).toEqual([breaks, left]);
  });

  test('two lines that changed places', async () => {
    const [breaks, left] = await bent((all) => all.with(2, all[3]!).with(3, all[2]!));
    expect(breaks).toContainEqual([2, 'line-moved']);
    expect(left).toEqual([1, 2, 3, 4, 5]);
  });

  test('cut, by what the second place knows', async () => {
    expect(await bent((all) => all.slice(0, 4), { no: 5 })).toEqual([[[4, 'tail-cut']], [1, 2, 3]]);
    expect(await bent((all) => all, { no: 5 })).toEqual([[], [1, 2, 3, 4, 5]]);
  });

  test('a line of another spool, rightly signed', async () => {
    const all = lines();
    const elsewhere = { ...place, dataDir: join(folder, 'elsewhere') };
    const other = new AuditSpool(elsewhere);
    await other.append([row(7)]);
    await other.close();
    const foreign = readFileSync(spoolFiles(elsewhere)[0]!.path, 'utf8').split('\n')[1]!;
    expect(await bent(() => [...all, foreign])).toEqual([[[6, 'line-foreign']], [1, 2, 3, 4, 5]]);
  });

  test('a line that somebody without the key wrote', async () => {
    mkdirSync(join(folder, 'other'));
    const own = lines()[5]!;
    const text = own.slice(0, own.lastIndexOf(',"sig"')).replace('"no":5', '"no":6');
    const sig = auditKey(join(folder, 'other')).sign('spool', text).toString('base64');
    expect(await bent((all) => [...all, `${text},"sig":"${sig}"}`])).toEqual([
      [[6, 'line-changed']],
      [1, 2, 3, 4, 5],
    ]);
  });

  test('a last line without its end was never given to anybody: a crash cut it short', async () => {
    const { breaks, lines: left } = await read(`${lines().join('\n')}\n${lines()[2]!.slice(0, 40)}`);
    expect([breaks, left.length]).toEqual([[], 5]);
  });

  test('whatever single byte is changed, some line is named, and what is left is as it was signed', async () => {
    const text = Buffer.from(readFileSync(file().path));
    const signed = new Set((await read()).lines.map(({ sha256 }) => sha256));
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 2), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const other = Buffer.from(text);
        other[at] = (other[at]! + by) % 256;
        const { breaks, lines: left } = await read(other.toString('utf8'));
        expect(breaks.length).toBeGreaterThan(0);
        for (const { sha256 } of left) expect(signed).toContain(sha256);
      }),
      { numRuns: 150 },
    );
  });
});

test('no file is made before somebody watches', () => {
  expect(readdirSync(folder)).toEqual([]);
});
