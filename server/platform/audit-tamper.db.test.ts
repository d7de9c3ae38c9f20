import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { statementText } from '../audit/audit-review.rules.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { SYSTEM, WHOLE_CITY } from './access.ts';
import { act } from './act.ts';
import { anchorAudit, ANCHORS_FILE, PUBLIC_KEY_FILE, type AnchorPlace } from './audit-anchors.ts';
import { auditKey, publicKeyPem } from './audit-keys.ts';
import { verifyAudit } from './audit-verdict.ts';

let db: TestDatabase;
let folder: string;
let place: AnchorPlace;

beforeEach(async () => {
  db = await aDatabase();
  folder = mkdtempSync(join(tmpdir(), 'gwanje-audit-'));
  place = { secretsDir: join(folder, 'secrets'), auditAnchors: join(folder, 'anchors') };
});
afterEach(async () => {
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

const HARD = `"빗금\\\\ 탭\\t 줄\\n \u0001 \u2028 é 강릉 😀`;

async function rows(count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await act(
      db.app,
      { ...SYSTEM, personName: i % 2 ? HARD : '김관제', address: i % 3 ? '10.0.0.1' : null },
      'camera.watch',
      { kind: 'camera', id: i, detail: { why: HARD, half: 0.5, none: null, list: [1, 'a'] } },
      async () => undefined,
    );
}

const file = (): string => join(place.auditAnchors, ANCHORS_FILE);
const lines = (): string[] => readFileSync(file(), 'utf8').split('\n').filter(Boolean);

/** Lays the whole chain anew after a change, as an owner with the fences down can, with a right head. */
async function relay(change: () => Promise<unknown>): Promise<void> {
  await db.owner`alter table audit disable trigger all`;
  await change();
  await db.owner`
    do $$
    declare r audit; prev bytea := decode(repeat('00', 32), 'hex'); n bigint := 0;
    begin
      for r in select * from audit order by seq loop
        n := n + 1;
        update audit set seq = n where seq = r.seq;
        r.seq := n;
        update audit set prev_hash = prev, hash = audit_row_digest(prev, r) where seq = n;
        prev := audit_row_digest(prev, r);
      end loop;
      update audit_head set seq = n, hash = prev;
    end $$`;
  await enable();
}
const enable = async (): Promise<void> => {
  for (const name of ['audit_is_a_chain', 'audit_rows_stay', 'audit_stays'])
    await db.owner`alter table audit enable always trigger ${db.owner(name)}`;
};

/** A month signed over the head of the chain as it is, as the auditor's screen does. */
async function aSignedMonth(): Promise<{ sha256: string }> {
  const [head] = await db.owner<{ seq: number; hash: Buffer }[]>`
    select seq::float8 as seq, hash from audit_head`;
  const statement = statementText({
    ...{ month: '2026-10', figures: {} as never, findings: '이상 없음을 확인함', signedBy: '한감사' },
    ...{ headSeq: head!.seq, headHash: head!.hash.toString('hex'), signedAt: '2026-11-05T01:20:00.000Z' },
  });
  const key = auditKey(place.secretsDir);
  await db.app`
    insert into audit_review (month, signed_at, signed_by, due_on, figures, findings, head_seq, head_hash, statement,
                              signature, public_key, source)
    values ('2026-10', now(), '한감사', '2026-11-10', '{}', '이상 없음을 확인함', ${head!.seq}, ${head!.hash}, ${statement},
            ${key.sign('review', statement)}, ${key.publicKey}, 'test')`;
  return { sha256: createHash('sha256').update(statement).digest('hex') };
}

/** Every signed head gone: the second place and the database's own list. */
async function loseAnchors(): Promise<void> {
  rmSync(place.auditAnchors, { recursive: true });
  await forgetAnchors(0);
}

async function forgetAnchors(after: number): Promise<void> {
  await db.owner`alter table audit_anchor disable trigger all`;
  await db.owner`delete from audit_anchor where anchor_no > ${after}`;
  for (const name of ['audit_anchors_stay', 'audit_anchor_stays'])
    await db.owner`alter table audit_anchor enable always trigger ${db.owner(name)}`;
}

describe('A25: an audit bent by the owner with the fences down', () => {
  beforeEach(async () => {
    await rows(6);
    await anchorAudit(db.app, place);
    await rows(6);
    await anchorAudit(db.app, place);
  });

  const bend = async (work: () => Promise<unknown>): Promise<void> => {
    await db.owner`alter table audit disable trigger all`;
    await work();
    await enable();
  };

  test('A25-0: nothing bent, everything holds, whatever the rows are made of', async () => {
    expect(await verifyAudit(db.owner, place)).toMatchObject({
      rows: 12,
      firstBad: null,
      anchorTrouble: null,
      fencesDown: [],
      anchors: { inFile: 2, kept: 2, lastSeq: 12, rowsSince: 0 },
      holds: true,
    });
  });

  test('A25-1: an edited row is named', async () => {
    await bend(() => db.owner`update audit set actor = '다른 사람' where seq = 4`);
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 4, why: 'content-changed' });
  });

  test('A25-2: a deleted row is named', async () => {
    await bend(() => db.owner`delete from audit where seq = 5`);
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 5, why: 'row-missing' });
  });

  test('A25-3: of two rows that changed places the first is named', async () => {
    await bend(async () => {
      await db.owner`update audit set seq = -1 where seq = 3`;
      await db.owner`update audit set seq = 3 where seq = 7`;
      await db.owner`update audit set seq = 7 where seq = -1`;
    });
    expect((await verifyAudit(db.owner, place)).firstBad?.seq).toBe(3);
  });

  test('A25-4: a cut tail is named, with and without the head row bent to fit', async () => {
    await bend(() => db.owner`delete from audit where seq > 9`);
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 10, why: 'tail-cut' });
    await db.owner`update audit_head set seq = 9, hash = (select hash from audit where seq = 9)`;
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 10, why: 'tail-cut' });
    await db.owner`alter table audit_anchor disable trigger all`;
    await db.owner`delete from audit_anchor where seq > 9`;
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 10, why: 'tail-cut' });
  });

  test('A25-5: a chain laid anew with right hashes and a right head is named at its first bad row', async () => {
    await relay(() => db.owner`update audit set actor = '다른 사람' where seq = 8`);
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 8, why: 'rewritten' });
    await relay(() => db.owner`delete from audit where seq = 2`);
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 2, why: 'rewritten' });
  });

  test('A25-6: an emptied audit is named', async () => {
    await bend(() => db.owner`truncate audit`);
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 1, why: 'tail-cut' });
  });

  test('A25-7: a digest function that calls everything right convinces nobody', async () => {
    await bend(() => db.owner`update audit set actor = '다른 사람' where seq = 4`);
    await db.owner`
      create or replace function audit_row_digest(prev bytea, r audit) returns bytea language sql immutable
      as $$ select r.hash $$`;
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 4, why: 'content-changed' });
  });

  test('A25-8: a fence that is down or gone is named', async () => {
    await db.owner`alter table audit disable trigger audit_rows_stay`;
    await db.owner`drop trigger audit_stays on audit`;
    expect(await verifyAudit(db.owner, place)).toMatchObject({
      fencesDown: ['audit_rows_stay', 'audit_stays'],
      holds: false,
    });
  });

  test('A25-9: a clock set back is said', async () => {
    await relay(() => db.owner`update audit set at = at - interval '1 day' where seq = 12`);
    expect((await verifyAudit(db.owner, place)).clockSetBackAt).toEqual([12]);
  });

  test('A25-10: rows after the last anchor, cut together with the head, are only known to be uncovered', async () => {
    await rows(3);
    expect((await verifyAudit(db.owner, place)).anchors.rowsSince).toBe(3);
    await bend(() => db.owner`delete from audit where seq > 13`);
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 14, why: 'tail-cut' });
    await db.owner`update audit_head set seq = 13, hash = (select hash from audit where seq = 13)`;
    const verdict = await verifyAudit(db.owner, place);
    expect(verdict.firstBad).toBeNull();
    expect(verdict.anchors).toMatchObject({ lastSeq: 12, rowsSince: 1 });
  });

  test.each([
    ['A25-11: the file gone', () => rmSync(file()), 'file-missing', 1],
    ['A25-12: the last anchor cut off', () => writeFileSync(file(), `${lines()[0]!}\n`), 'line-missing', 2],
    ['A25-13: the first anchor cut out', () => writeFileSync(file(), `${lines()[1]!}\n`), 'line-missing', 1],
    [
      'A25-14: a number in an anchor changed',
      () => writeFileSync(file(), readFileSync(file(), 'utf8').replace('"afterSeq":6', '"afterSeq":5')),
      'signature-wrong',
      2,
    ],
    [
      'A25-15: half an anchor overwritten',
      () => writeFileSync(file(), `${lines()[0]!}\n${lines()[1]!.slice(0, 90)}\n`),
      'line-unreadable',
      2,
    ],
    [
      'A25-16: the public key gone',
      () => rmSync(join(place.auditAnchors, PUBLIC_KEY_FILE)),
      'key-missing',
      null,
    ],
    [
      'A25-17: the public key exchanged',
      () =>
        writeFileSync(
          join(place.auditAnchors, PUBLIC_KEY_FILE),
          publicKeyPem(auditKey(join(folder, 'other')).publicKey),
        ),
      'key-exchanged',
      null,
    ],
  ])('%s is found', async (_, bendFile, why, anchorNo) => {
    bendFile();
    const verdict = await verifyAudit(db.owner, place);
    expect(verdict.anchorTrouble).toEqual({ why, anchorNo });
    expect(verdict.holds).toBe(false);
  });

  test('A25-19: a chain laid anew is found by a signed month, with every anchor and the list of them gone', async () => {
    await aSignedMonth();
    await rows(3);
    await relay(() => db.owner`update audit set actor = '다른 사람' where seq = 2`);
    await loseAnchors();
    const verdict = await verifyAudit(db.owner, place);
    expect(verdict).toMatchObject({ firstBad: { seq: 12, why: 'review-differs' }, anchors: { reviews: 1 } });
    expect(verdict.holds).toBe(false);
  });

  test('A25-20: a tail cut off below what a month was signed over is named', async () => {
    await aSignedMonth();
    await bend(() => db.owner`delete from audit where seq > 9`);
    await db.owner`update audit_head set seq = 9, hash = (select hash from audit where seq = 9)`;
    await loseAnchors();
    expect((await verifyAudit(db.owner, place)).firstBad).toEqual({ seq: 10, why: 'tail-cut' });
  });

  test('A25-21: a signed month with another head, and one that was taken away, are no reviews', async () => {
    const month = await aSignedMonth();
    await act(
      db.app,
      { ...SYSTEM, role: 'auditor', grants: WHOLE_CITY },
      'audit.review',
      { kind: 'audit-review', id: '2026-10', detail: { sha256: month.sha256 } },
      async () => undefined,
    );
    expect((await verifyAudit(db.owner, place)).anchorTrouble).toBeNull();
    await db.owner`alter table audit_review disable trigger all`;
    await db.owner`update audit_review set statement = replace(statement, '머리: 12', '머리: 11')`;
    expect((await verifyAudit(db.owner, place)).anchorTrouble?.why).toBe('review-changed');
    await db.owner`delete from audit_review`;
    expect((await verifyAudit(db.owner, place)).anchorTrouble?.why).toBe('review-missing');
  });

  test('A25-22: a chain that was signed and of which no signature is left is not verified', async () => {
    await loseAnchors();
    const nothing = { firstBad: null, anchorTrouble: { why: 'none-left' }, holds: false };
    expect(await verifyAudit(db.owner, place)).toMatchObject(nothing);
    // Nor is it signed from its beginning anew, as if it had never been.
    await rows(1);
    await expect(anchorAudit(db.app, place)).rejects.toThrow('the second place is gone');
    rmSync(join(place.secretsDir, 'audit-signed-once'));
    expect(await verifyAudit(db.owner, place)).toMatchObject({ anchorTrouble: null, holds: true });
    await relay(() => db.owner`update audit set at = at - interval '13 minutes'`);
    expect(await verifyAudit(db.owner, place)).toMatchObject(nothing);
  });

  test.each([
    [
      'the body of the trigger function',
      'create or replace function audit_is_append_only() returns trigger language plpgsql as $$ begin return old; end $$',
      ['audit_is_append_only()'],
    ],
    [
      'the settings of the function that lays the chain',
      'alter function lay_audit_row() security invoker',
      ['lay_audit_row()'],
    ],
    [
      'a trigger that calls another function',
      `create function nothing() returns trigger language plpgsql as $$ begin return old; end $$;
       drop trigger audit_rows_stay on audit;
       create trigger audit_rows_stay before update or delete on audit for each row execute function nothing();
       alter table audit enable always trigger audit_rows_stay`,
      ['audit_rows_stay'],
    ],
    [
      'a trigger put beside',
      `create function nothing() returns trigger language plpgsql as $$ begin return null; end $$;
       create trigger a_first before insert on audit for each row execute function nothing()`,
      ['a_first'],
    ],
    ['a trigger that sleeps in a replica', 'alter table audit enable trigger audit_stays', ['audit_stays']],
    ['a rule', 'create rule quiet as on insert to audit do instead nothing', ['rule quiet on audit']],
    ['row security', 'alter table audit enable row level security', ['row security on audit']],
    ['a wider right', 'grant update on audit_head to gwanje_app', ['rights on audit_head']],
    ['a wider right on one column', 'grant update (detail) on audit to gwanje_app', ['rights on audit']],
    ['a right of everybody', 'grant delete on audit_anchor to public', ['rights on audit_anchor']],
    [
      'another owner',
      'grant create on schema public to gwanje_app; alter table audit_anchor owner to gwanje_app',
      ['owner of audit_anchor', 'rights on audit_anchor'],
    ],
    [
      'a fence of the signed months',
      'alter table audit_review disable trigger audit_review_stays',
      ['audit_review_stays'],
    ],
  ])('A25-23: a fence that is down is named: %s', async (_, bending, names) => {
    await db.owner.unsafe(bending);
    expect(await verifyAudit(db.owner, place)).toMatchObject({ fencesDown: names, holds: false });
  });

  test('A25-18: a bent chain is not signed', async () => {
    await rows(2);
    await bend(() => db.owner`update audit set actor = '다른 사람' where seq = 13`);
    await expect(anchorAudit(db.app, place)).rejects.toThrow('row 13: content-changed');
    expect(lines()).toHaveLength(2);
  });

  test('a write that a crash cut short spoils nothing; a crash before the database knew neither', async () => {
    appendFileSync(file(), '{"no":3,"at":"2026');
    await rows(1);
    await anchorAudit(db.app, place);
    expect(await verifyAudit(db.owner, place)).toMatchObject({ holds: true, anchors: { inFile: 3 } });
    await forgetAnchors(2);
    await rows(1);
    expect(await anchorAudit(db.app, place)).toBe(4);
    expect(await verifyAudit(db.owner, place)).toMatchObject({
      holds: true,
      anchors: { inFile: 4, kept: 4 },
    });
  });
});

test('A25: the run-time role can bend neither rows, head nor anchors', async () => {
  await rows(1);
  await anchorAudit(db.app, place);
  const denied = { code: '42501' };
  await expect(db.app`update audit set actor = 'x'`).rejects.toMatchObject(denied);
  await expect(db.app`delete from audit`).rejects.toMatchObject(denied);
  await expect(db.app`truncate audit`).rejects.toMatchObject(denied);
  await expect(db.app`update audit_head set seq = 0`).rejects.toMatchObject(denied);
  await expect(db.app`delete from audit_anchor`).rejects.toMatchObject(denied);
  await expect(db.app`update audit_anchor set seq = 1`).rejects.toMatchObject(denied);
  await expect(db.app`alter table audit disable trigger all`).rejects.toMatchObject(denied);
  await expect(db.owner`delete from audit`).rejects.toMatchObject(denied);
});
