import type { ReadImport } from './read-import.ts';

export interface CameraCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Cameras that leave because the file counts fewer at their place. */
  readonly removed: number;
}

/** What an import says about itself: the one object of `import --json`. */
export interface ImportReport {
  readonly file: string;
  readonly encoding: string;
  readonly rows: number;
  readonly places: number;
  readonly cameras: CameraCounts;
  readonly quarantined: { readonly total: number; readonly byReason: Readonly<Record<string, number>> };
  readonly warnings: Readonly<Record<string, number>>;
  readonly purposes: Readonly<Record<string, number>>;
  readonly seconds: number;
}

export function importReport(read: ReadImport, cameras: CameraCounts, seconds: number): ImportReport {
  const { verdict } = read;
  return {
    file: read.name,
    encoding: read.table.encoding,
    rows: verdict.rows.count,
    places: verdict.places,
    cameras,
    quarantined: verdict.quarantined,
    warnings: verdict.warnings,
    purposes: verdict.purposes,
    seconds: Math.round(seconds * 1000) / 1000,
  };
}

const KOREAN: Readonly<Record<string, string>> = {
  'swapped-coordinates': '위도와 경도가 바뀜',
  'truncated-coordinates': '좌표의 소수 자릿수가 모자람',
  'zero-coordinates': '좌표가 0',
  'not-a-number': '숫자가 아님',
  'dms-as-decimal': '도·분·초를 소수로 적음',
  'outside-area': '지역 밖',
  'stacked-point': '한 점에 서로 다른 주소 다섯 이상',
  'district-mismatch': '주소의 읍면동 밖',
  'missing-coordinates': '좌표 없음',
  'missing-column': '열이 없음',
  'unreadable-row': '읽을 수 없는 행',
  'login-in-text': '계정과 비밀번호가 든 값(지우고, 영상 연결은 카메라 카드에서)',
  'bad-month': '설치연월이 맞지 않음',
  'future-month': '설치연월이 앞날',
  'unknown-purpose': '제6조에 없는 설치목적',
  'free-text-direction': '촬영방면이 글로만 있음(방위각은 미상)',
  'unknown-pixels': '화소수 미상',
  'unknown-retention': '보관일수 미상',
  'over-retention': '보관일수 초과(제31조제1항)',
  'too-many-cameras': '한 행의 카메라 대수가 너무 많음',
  'duplicate-row': '완전히 같은 행(한 번만 실음)',
};

const lines = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(
      ([reason, count]) => `    ${reason.padEnd(22)} ${String(count).padStart(8)}행  ${KOREAN[reason] ?? ''}`,
    );

/** The report as people read it on a terminal. */
export function reportText(report: ImportReport, dryRun: boolean): string {
  const { cameras, quarantined } = report;
  return [
    `${report.file} (${report.encoding})`,
    `  ${report.rows}행, ${report.places}곳${dryRun ? '. 시험 실행이라 아무것도 바꾸지 않았습니다.' : ''}`,
    `  카메라: 새로 ${cameras.created}, 바뀜 ${cameras.updated}, 그대로 ${cameras.unchanged}, 없어짐 ${cameras.removed}`,
    ...(cameras.removed > 0
      ? [
          dryRun
            ? `  파일의 카메라대수가 대장보다 적은 곳에서 카메라 ${cameras.removed}대를 대장에서 빼게 됩니다.`
            : `  파일의 카메라대수가 대장보다 적은 곳에서 카메라 ${cameras.removed}대를 대장에서 뺐습니다. 변경 이력은 남습니다.`,
        ]
      : []),
    `  격리 ${quarantined.total}행${quarantined.total > 0 ? ' (위치를 믿을 수 없거나 읽을 수 없어 싣지 않음)' : ''}`,
    ...lines(quarantined.byReason),
    ...(Object.keys(report.warnings).length > 0 ? ['  알림'] : []),
    ...lines(report.warnings),
    `  ${report.seconds}초`,
  ].join('\n');
}
