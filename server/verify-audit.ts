import { parseArgs } from 'node:util';
import type { AnchorTrouble, AuditVerdict } from './platform/audit-verdict.ts';
import { faultsOf, keepFaults } from './platform/audit-faults.ts';
import { verifyAudit } from './platform/audit-verdict.ts';
import type { SpoolTrouble } from './platform/audit-spool-file.ts';
import type { BreakWhy } from './platform/audit-walk.ts';
import { withInstallation } from './platform/installation.ts';

const WHY: Readonly<Record<BreakWhy, readonly [ko: string, en: string]>> = {
  'row-missing': ['이 행이 지워졌습니다', 'this row is gone'],
  'row-not-following': ['앞 행에 이어지지 않습니다', 'it does not follow the row before it'],
  'content-changed': ['내용이 바뀌었습니다', 'its content was changed'],
  'tail-cut': ['이 행부터 끝이 잘렸습니다', 'the chain was cut off from this row on'],
  rewritten: ['서명된 기록과 다릅니다', 'it differs from what was signed'],
  'review-differs': [
    '이 행이나 그 앞의 행이 서명한 월 점검과 다릅니다',
    "it, or a row before it, differs from what a month's review was signed over",
  ],
};

const TROUBLE: Readonly<Record<AnchorTrouble, readonly [ko: string, en: string]>> = {
  'file-missing': ['서명 파일이 없습니다', 'the file of signed heads is gone'],
  'key-missing': ['서명 파일 옆의 공개 열쇠가 없습니다', 'the public key beside the signed heads is gone'],
  'key-exchanged': ['공개 열쇠가 다른 것으로 바뀌었습니다', 'the public key was exchanged'],
  'line-unreadable': ['서명 한 줄을 읽을 수 없습니다', 'a signed head cannot be read'],
  'line-changed': ['서명 한 줄이 바뀌었습니다', 'a signed head was changed'],
  'signature-wrong': ['서명이 맞지 않습니다', 'a signature does not hold'],
  'line-missing': ['서명 한 줄이 없습니다', 'a signed head is missing'],
  'none-left': ['남은 서명이 하나도 없습니다. 확인되지 않았습니다', 'none is left, so nothing is verified'],
  'review-changed': ['서명한 월 점검이 바뀌었습니다', "a month's signed review was changed"],
  'review-missing': ['서명한 월 점검이 없어졌습니다', "a month's signed review is gone"],
};

const SPOOL: Readonly<Record<SpoolTrouble, readonly [ko: string, en: string]>> = {
  'line-unreadable': ['읽을 수 없는 줄입니다', 'it cannot be read'],
  'line-changed': ['내용이 바뀌었습니다', 'its content was changed'],
  'line-missing': ['이 줄이 지워졌습니다', 'this line is gone'],
  'line-moved': ['제자리에 있지 않습니다', 'it is not where it was written'],
  'line-foreign': ['다른 파일의 줄입니다', 'it is of another spool'],
  'tail-cut': ['이 줄부터 끝이 잘렸습니다', 'the file was cut off from this line on'],
  'file-missing': ['이 줄부터 파일째 없어졌습니다', 'the whole file is gone, from this line on'],
};

function say(verdict: AuditVerdict): void {
  const { rows, firstBad, anchors, anchorTrouble, fencesDown, clockSetBackAt, spools } = verdict;
  if (firstBad !== null) {
    const [ko, en] = WHY[firstBad.why];
    console.error(
      `감사 기록이 ${firstBad.seq}번에서 끊깁니다: ${ko}.\nThe audit chain breaks at row ${firstBad.seq}: ${en}.`,
    );
  } else if (anchorTrouble?.why === 'none-left')
    console.error(
      `감사 기록 ${rows}행은 서로 이어지지만, 견주어 볼 서명이 없어 확인되지 않았습니다.\n` +
        `The ${rows} rows of the audit follow one another, but nothing signed is left to hold them against: NOT VERIFIED.`,
    );
  else console.log(`감사 기록 ${rows}행이 모두 이어집니다. The audit chain holds: ${rows} rows.`);
  if (anchorTrouble !== null) {
    const [ko, en] = TROUBLE[anchorTrouble.why];
    const no = anchorTrouble.anchorNo === null ? '' : ` (${anchorTrouble.anchorNo})`;
    console.error(`서명된 머리: ${ko}${no}.\nSigned heads: ${en}${no}.`);
  } else if (anchors.inFile > 0)
    console.log(
      `서명 ${anchors.inFile}개가 모두 맞습니다. 마지막은 ${anchors.lastSeq}번 행, ${anchors.lastAt ?? ''}, 열쇠 ${anchors.keyFingerprint ?? ''}.\n` +
        `All ${anchors.inFile} signed heads hold; the last is at row ${anchors.lastSeq}.`,
    );
  else
    console.log(
      '시작한 지 얼마 되지 않아 아직 서명된 머리가 없습니다. It began minutes ago: no head has been signed yet.',
    );
  if (anchors.reviews > 0)
    console.log(
      `월 점검에 서명된 머리 ${anchors.reviews}개와도 맞추어 보았습니다. Held against ${anchors.reviews} heads in signed months too.`,
    );
  if (anchors.rowsSince > 0)
    console.log(
      `마지막 서명 뒤의 ${anchors.rowsSince}행은 머리 행하고만 맞추어 보았습니다. 둘이 함께 잘렸다면 여기서는 보이지 않습니다.\n` +
        `The ${anchors.rowsSince} rows since then were held against the head row only: were both cut together, it could not be seen here.`,
    );
  for (const fence of fencesDown)
    console.error(
      `감사 기록의 울타리가 꺼졌거나 바뀌었습니다: ${fence}. A fence of the audit is down: ${fence}.`,
    );
  for (const { spool, no, why } of spools.breaks) {
    const [ko, en] = SPOOL[why];
    console.error(
      `임시 기록 ${spool}이 ${no}번 줄에서 어긋납니다: ${ko}.\nSpool ${spool} does not hold at line ${no}: ${en}.`,
    );
  }
  if (spools.waiting > 0)
    console.log(
      `임시 기록 ${spools.waiting}줄이 감사 기록에 이어지기를 기다립니다. ${spools.waiting} spooled lines wait to be joined.`,
    );
  for (const seq of clockSetBackAt)
    console.log(
      `${seq}번 행의 시각이 앞 행보다 이릅니다. 시계가 되돌려졌습니다. Row ${seq} is earlier than the row before it: the clock was set back.`,
    );
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
await withInstallation('gwanje-map verify-audit', 'owner', async (sql, config) => {
  const startedAt = performance.now();
  const verdict = await verifyAudit(sql, config);
  await keepFaults(sql, faultsOf(verdict), ['chain', 'heads', 'fences']);
  const seconds = (performance.now() - startedAt) / 1000;
  if (values.json) console.log(JSON.stringify({ ...verdict, seconds }));
  else say(verdict);
  if (!verdict.holds) process.exitCode = 1;
});
