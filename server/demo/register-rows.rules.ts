import type { Registers } from '../signboards/posts.rules.ts';
import type { DemoCamera } from './cameras.rules.ts';
import { DEMO, pointText, type Cell, type Rows } from './land-rows.rules.ts';
import { CONTRACTOR, departmentIdOf } from './organisation.rules.ts';
import { HOURS, rangeText, type Notices } from './signs.rules.ts';
import { simulatedPath, simulatedSubPath } from './simulated-behaviour.rules.ts';
import type { District } from './districts.rules.ts';
import type { Site } from './sites.rules.ts';

/** Departments, posts and contractors as rows; a successor stands after what it succeeds. */
export function organisationRows({ departments, posts, contractors }: Registers): Rows[] {
  return [
    {
      table: 'department',
      columns: ['department_id', 'name', 'phone', 'valid_from', 'valid_to', 'succeeded_by', 'source'],
      rows: departments.map((d) => [
        d.departmentId,
        d.name,
        d.phone,
        d.validFrom,
        d.validTo,
        d.succeededBy,
        DEMO,
      ]),
    },
    {
      table: 'responsible_post',
      columns: ['post_id', 'department_id', 'duty', 'title', 'phone', 'valid_from', 'valid_to', 'source'],
      rows: posts.map((p) => [
        p.postId,
        p.departmentId,
        p.duty,
        p.title,
        p.phone,
        p.validFrom,
        p.validTo,
        DEMO,
      ]),
    },
    {
      table: 'contractor',
      columns: ['contractor_id', 'name', 'phone', 'valid_from', 'valid_to', 'source'],
      rows: contractors.map((c) => [c.contractorId, c.name, c.phone, c.validFrom, c.validTo, DEMO]),
    },
  ];
}

export interface FirstNumbers {
  readonly districtId: number;
  readonly siteId: number;
  readonly cameraId: number;
  readonly signboardId: number;
  readonly noticeId: number;
}

export interface Register {
  readonly sites: readonly Site[];
  readonly cameras: readonly DemoCamera[];
  readonly notices: Notices;
  readonly registers: Registers;
  readonly districts: readonly District[];
  readonly rtspPort: number;
  readonly onvifPort: number;
}

/** The register's tables as rows of COPY text, in an order that respects references. Identities count from `first`. */
export function registerRows(register: Register, first: FirstNumbers): Rows[] {
  const { sites, cameras, notices, registers, districts } = register;
  const siteId = (site: Site): number => first.siteId + site.number - 1;
  const cameraId = (camera: DemoCamera): number => first.cameraId + camera.number - 1;
  const managementNo = (camera: DemoCamera): string =>
    `GN-${String(camera.site.number).padStart(4, '0')}-${camera.onPole}`;
  const contractorId = registers.contractors.find((each) => each.name === CONTRACTOR)!.contractorId;
  const districtId = new Map(districts.map((d, i) => [d.code, first.districtId + i]));
  const firstOf = new Map<Site, DemoCamera>();
  for (const camera of cameras) if (!firstOf.has(camera.site)) firstOf.set(camera.site, camera);
  const linked = cameras.filter((camera) => camera.integration !== 'standalone' && !camera.mobile);
  const pairs = (groups: readonly { cameras: readonly DemoCamera[] }[], firstId: number): Cell[][] =>
    groups.flatMap((group, i) => group.cameras.map((camera) => [firstId + i, cameraId(camera)]));
  return [
    {
      table: 'site',
      columns: [
        'site_id',
        'kind',
        'name',
        'road_address',
        'lot_address',
        'hours_text',
        'range_text',
        'geom',
        'district_id',
        'source',
      ],
      rows: sites.map((s) => [
        siteId(s),
        s.kind,
        s.name,
        s.roadAddress,
        s.lotAddress,
        HOURS,
        rangeText(firstOf.get(s)!),
        pointText(s.p),
        districtId.get(s.district.code) ?? null,
        DEMO,
      ]),
    },
    {
      table: 'camera',
      columns: [
        'camera_id',
        'site_id',
        'management_no',
        'name',
        'kind',
        'azimuth_deg',
        'hfov_deg',
        'range_m',
        'height_m',
        'tilt_deg',
        'night_range_m',
        'megapixels',
        'owner_agency',
        'department_id',
        'contractor_id',
        'phone',
        'integration',
        'integration_reason',
        'regime',
        'watch',
        'watch_reason',
        'protected',
        'retention_days',
        'installed_month',
        'agency_data_date',
        'source',
      ],
      rows: cameras.map((c) => [
        cameraId(c),
        siteId(c.site),
        managementNo(c),
        c.site.name,
        c.kind,
        c.azimuthDeg,
        c.hfovDeg,
        c.rangeM,
        c.heightM,
        c.tiltDeg,
        c.nightRangeM,
        c.megapixels,
        c.ownerAgency,
        departmentIdOf(registers, c.department),
        c.hasContractor ? contractorId : null,
        null,
        c.integration,
        c.integrationReason,
        c.mobile ? 'mobile' : 'fixed',
        c.watchReason === null ? 'watched' : 'excluded',
        c.watchReason,
        c.protected,
        c.retentionDays,
        c.installedMonth,
        '2026-06-30',
        DEMO,
      ]),
    },
    {
      table: 'camera_purpose',
      columns: ['camera_id', 'purpose', 'main', 'added_on', 'legal_basis', 'opinions_note'],
      rows: cameras.flatMap((c) =>
        c.purposes.map((p) => [
          cameraId(c),
          p.purpose,
          p.main,
          p.addedOn,
          p.legalBasis,
          p.main ? null : '의견수렴 완료',
        ]),
      ),
    },
    {
      table: 'camera_stream',
      columns: ['camera_id', 'host', 'rtsp_port', 'rtsp_path', 'sub_path', 'onvif_port', 'onvif_path'],
      rows: linked.map((c) => {
        const path = simulatedPath(c.number, c.clip, c.traits);
        const subPath = simulatedSubPath(path, c.traits);
        return [cameraId(c), '127.0.0.1', register.rtspPort, path, subPath, register.onvifPort, path];
      }),
    },
    {
      table: 'signboard',
      columns: [
        'signboard_id',
        'kind',
        'geom',
        'printed_on',
        'printed_purpose',
        'printed_place',
        'printed_hours',
        'printed_range',
        'printed_manager',
        'printed_contact',
        'printed_contractor',
        'printed_contractor_contact',
        'source',
      ],
      rows: notices.signs.map((s, i) => [
        first.signboardId + i,
        s.kind,
        pointText(s.p),
        s.printedOn,
        s.text.purpose ?? '',
        s.text.place ?? '',
        s.text.hours ?? '',
        s.text.range ?? '',
        s.text.manager ?? '',
        s.text.contact ?? '',
        s.text.contractor,
        s.text.contractorContact,
        DEMO,
      ]),
    },
    {
      table: 'signboard_camera',
      columns: ['signboard_id', 'camera_id'],
      rows: pairs(notices.signs, first.signboardId),
    },
    {
      table: 'substitute_notice',
      columns: ['notice_id', 'reason', 'published_at_place', 'published_on', 'source'],
      rows: notices.notices.map((n, i) => [
        first.noticeId + i,
        n.reason,
        '강릉시 누리집 영상정보처리기기 공고',
        n.publishedOn,
        DEMO,
      ]),
    },
    {
      table: 'substitute_notice_camera',
      columns: ['notice_id', 'camera_id'],
      rows: pairs(notices.notices, first.noticeId),
    },
    {
      table: 'security_exemption',
      columns: ['camera_id', 'decision_no', 'decided_on', 'source'],
      rows: notices.exempt.map((c) => [
        cameraId(c),
        `보안심사-2025-${c.site.number % 90}`,
        '2025-02-10',
        DEMO,
      ]),
    },
  ];
}
