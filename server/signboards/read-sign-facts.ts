import type { Sql, Tx } from '../platform/db.ts';
import { postsOn, type PostsOn, type Registers } from './posts.rules.ts';
import {
  selectCamerasOfSameSigns,
  selectEdits,
  selectExemptions,
  selectNotices,
  selectPurposes,
  selectRegisters,
  selectSignedCameras,
  selectStandingSigns,
} from './signboards.sql.ts';
import {
  signStanding,
  truthOf,
  type DatedPurpose,
  type PrintedSign,
  type SecurityExemption,
  type SignedCamera,
  type SignStanding,
  type SignText,
} from './signboards.rules.ts';
import { datedDifferences, type DatedDifference } from './stale-since.rules.ts';

interface HangingSign {
  readonly printed: PrintedSign;
  readonly truth: SignText;
  readonly spokenFor: readonly SignedCamera[];
}

/** Everything the notice state follows from, of some cameras or of all, as it stands on one day. */
export interface SignFacts {
  readonly day: string;
  readonly registers: Registers;
  readonly posts: PostsOn;
  readonly cameras: ReadonlyMap<number, SignedCamera & { readonly protected: boolean }>;
  readonly purposes: ReadonlyMap<number, readonly DatedPurpose[]>;
  standingOf(cameraId: number): SignStanding<HangingSign>;
  exemptionOf(cameraId: number): SecurityExemption | null;
}

/** Reads the sign facts of these cameras, or of the whole register (null). `day` is an ISO day of the city. */
export async function readSignFacts(
  sql: Sql | Tx,
  cameraIds: readonly number[] | null,
  day: string,
): Promise<SignFacts> {
  const [cameraRows, purposeRows, signRows, noticeRows, exemptionRows, registers] = await Promise.all([
    selectSignedCameras(sql, cameraIds),
    selectPurposes(sql, cameraIds),
    selectStandingSigns(sql, cameraIds, day),
    selectNotices(sql, cameraIds),
    selectExemptions(sql, cameraIds),
    selectRegisters(sql),
  ]);
  const posts = postsOn(registers, day);
  const purposes = Map.groupBy(purposeRows, (row) => row.cameraId);
  const notices = Map.groupBy(noticeRows, (row) => row.cameraId);
  const exemptions = new Map(exemptionRows.map((row) => [row.cameraId, row]));
  const cameras = new Map<number, SignedCamera & { readonly silent: boolean; readonly protected: boolean }>();
  for (const row of cameraRows)
    cameras.set(row.cameraId, {
      ...row,
      purposes: purposes.get(row.cameraId) ?? [],
      silent: row.protected || exemptions.has(row.cameraId),
    });

  const signsOf = new Map<number, HangingSign[]>();
  for (const { sign, cameraIds: named } of signRows) {
    const known = named.map((cameraId) => cameras.get(cameraId)).filter((camera) => camera !== undefined);
    // What a protected camera is for must not be told by the sign it shares with an ordinary one (Art. 10(4)).
    const spoken = known.filter((camera) => !camera.silent);
    const spokenFor = spoken.length === 0 ? known : spoken;
    const hanging = { printed: sign, truth: truthOf(spokenFor, posts, day), spokenFor };
    for (const cameraId of named) {
      const others = signsOf.get(cameraId);
      if (others === undefined) signsOf.set(cameraId, [hanging]);
      else others.push(hanging);
    }
  }
  return {
    day,
    registers,
    posts,
    cameras,
    purposes,
    exemptionOf: (cameraId) => exemptions.get(cameraId) ?? null,
    standingOf: (cameraId) =>
      signStanding(
        signsOf.get(cameraId) ?? [],
        notices.get(cameraId) ?? [],
        exemptions.get(cameraId) ?? null,
        day,
      ),
  };
}

/** One camera's notice state with every difference dated and its cause named, for its card (Art. 10). */
export async function signboardOf(sql: Sql | Tx, cameraId: number, day: string) {
  const sharing = await selectCamerasOfSameSigns(sql, [cameraId]);
  const [facts, edits] = await Promise.all([readSignFacts(sql, sharing, day), selectEdits(sql, sharing)]);
  const camera = facts.cameras.get(cameraId);
  if (camera === undefined) return null;
  const standing = facts.standingOf(cameraId);
  const exemption = facts.exemptionOf(cameraId);
  const signs = standing.standing.map(({ printed, truth, spokenFor }) => ({
    signboardId: printed.signboardId,
    kind: printed.kind,
    printedOn: printed.printedOn,
    printed: printed.text,
    current: truth,
    differences:
      standing.state === 'exempt'
        ? []
        : datedDifferences(printed, spokenFor, facts.registers, edits, facts.day),
  }));
  const earliest = firstOf(signs.flatMap((sign) => sign.differences));
  return {
    responsible: facts.posts.responsibleFor(camera),
    department: facts.posts.departmentOf(camera.departmentId),
    signboard: {
      state: standing.state,
      buildingSign: standing.buildingSign,
      since: earliest?.since ?? null,
      cause: earliest?.cause ?? null,
      current: truthOf([camera], facts.posts, day),
      signs,
      notice:
        standing.state === 'web-notice' && standing.notice !== null
          ? {
              reason: standing.notice.reason,
              publishedAt: standing.notice.publishedAt,
              publishedOn: standing.notice.publishedOn,
            }
          : null,
      exemption: exemption && { decisionNo: exemption.decisionNo, decidedOn: exemption.decidedOn },
      conflicts: [...standing.conflicts],
    },
  };
}

/** The difference that has stood longest; an undated one only where none has a date. */
function firstOf(differences: readonly DatedDifference[]): DatedDifference | undefined {
  return [...differences].sort((a, b) => (a.since ?? '9999').localeCompare(b.since ?? '9999'))[0];
}
