import { z } from 'zod';
import { isoDay } from '../platform/day.schema.ts';
import type { Action } from '../platform/access.ts';
import { text } from '../platform/text.schema.ts';
import { KEEPING_GROUNDS } from '../retention/longer-keeping.schema.ts';
import { SIGN_FIELDS } from '../signboards/signboards.rules.ts';
import { STALE_CAUSES } from '../signboards/stale-since.rules.ts';
import { DEVICE_FINDINGS } from '../streams/device-findings.rules.ts';
import { DEVICE_STATES, INTEGRATIONS, SIGN_STATES } from './snapshot.rules.ts';
import { PURPOSES } from './purposes.rules.ts';

export const kindSchema = z.enum(['fixed', 'ptz', 'fisheye']);
const day = isoDay;
const instant = z.iso.datetime({ offset: true });
const cameraIdSchema = z.int().min(1).max(0x7fffffff);
const signText = z.object(
  Object.fromEntries(SIGN_FIELDS.map((field) => [field, z.string().nullable()])) as Record<
    (typeof SIGN_FIELDS)[number],
    z.ZodNullable<z.ZodString>
  >,
);

/** Path and query values. */
/** A camera's number in a path: plain decimal digits, as it is written everywhere else. */
export const cameraIdText = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number)
  .pipe(cameraIdSchema);
export const cameraParam = z.object({ cameraId: cameraIdText });
export const bboxQuery = z.object({
  bbox: z
    .string()
    .transform((text) => text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))))
    .pipe(z.tuple([z.number(), z.number(), z.number(), z.number()]))
    .refine(([west, south, east, north]) => west <= east && south <= north, 'w,s,e,n in that order'),
});
export const searchQuery = z.object({
  q: z.string().max(100),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const rowsBody = z.object({ cameraIds: z.array(cameraIdSchema).max(1000) });
export const historyQuery = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** One camera of `GET /api/cameras?bbox=`; null is unknown. */
export const cameraPropertiesSchema = z.object({
  cameraId: cameraIdSchema,
  publicId: z.uuid(),
  managementNo: z.string().nullable(),
  name: z.string(),
  kind: kindSchema.nullable(),
  azimuthDeg: z.number().nullable(),
  hfovDeg: z.number().nullable(),
  rangeM: z.number().nullable(),
  heightM: z.number().nullable(),
  tiltDeg: z.number().nullable(),
  purposes: z.array(z.enum(PURPOSES)),
  mainPurpose: z.enum(PURPOSES).nullable(),
  owner: z.string(),
  department: z.string().nullable(),
  state: z.enum(DEVICE_STATES),
  stateSince: instant.nullable(),
  stateCause: z.string().nullable(),
  signboard: z.enum(SIGN_STATES),
  siteId: z.int(),
  siteName: z.string(),
  district: z.string().nullable(),
  integration: z.enum(INTEGRATIONS).nullable(),
  watch: z.enum(['watched', 'excluded']),
  regime: z.enum(['fixed', 'mobile']),
});
export const cameraFeatureSchema = z.object({
  type: z.literal('Feature'),
  id: cameraIdSchema,
  geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }),
  properties: cameraPropertiesSchema,
});
export const camerasGeoJsonSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(cameraFeatureSchema),
});

export const changeSchema = z.object({
  changeId: z.int(),
  changedAt: instant,
  actor: z.string(),
  field: z.string(),
  from: z.json(),
  to: z.json(),
});

/** One item of a standing sign that no longer tells the truth (Art. 10(2)); `since` null: nobody recorded the day. */
export const differenceSchema = z.object({
  field: z.enum(SIGN_FIELDS),
  printed: z.string().nullable(),
  current: z.string().nullable(),
  since: day.nullable(),
  cause: z.enum(STALE_CAUSES),
});

export const signboardSchema = z.object({
  state: z.enum(SIGN_STATES),
  buildingSign: z.boolean(),
  since: day.nullable(),
  cause: z.enum(STALE_CAUSES).nullable(),
  current: signText,
  signs: z.array(
    z.object({
      signboardId: z.int(),
      kind: z.enum(['sign', 'building-sign']),
      printedOn: day.nullable(),
      printed: signText,
      current: signText,
      differences: z.array(differenceSchema),
    }),
  ),
  notice: z
    .object({
      reason: z.enum(['traffic-flow', 'long-range', 'not-feasible']),
      publishedAt: z.string(),
      publishedOn: day,
    })
    .nullable(),
  exemption: z.object({ decisionNo: z.string(), decidedOn: day }).nullable(),
  conflicts: z.array(z.enum(['sign-at-exempt-site', 'notice-of-exempt-site', 'notice-beside-sign'])),
});

const keepingSchema = z.object({
  keepingId: z.uuid(),
  ground: z.enum(KEEPING_GROUNDS),
  citation: z.string(),
  reason: z.string(),
  lastDay: day,
  decidedBy: z.string(),
});

/** `GET /api/cameras/:cameraId`: everything a card shows. Null is unknown; dates are ISO days. */
export const cameraCardSchema = cameraPropertiesSchema
  .omit({
    purposes: true,
    department: true,
    siteId: true,
    siteName: true,
    stateSince: true,
    stateCause: true,
  })
  .extend({
    purposes: z.array(
      z.object({
        purpose: z.enum(PURPOSES),
        name: z.string(),
        main: z.boolean(),
        addedOn: day.nullable(),
        legalBasis: z.string().nullable(),
        opinionsNote: z.string().nullable(),
        fileWord: z.string().nullable(),
      }),
    ),
    signboard: signboardSchema,
    lon: z.number(),
    lat: z.number(),
    /** How far it sees in the dark. */
    nightRangeM: z.number().nullable(),
    megapixels: z.number().nullable(),
    directionText: z.string().nullable(),
    installedMonth: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .nullable(),
    phone: z.string().nullable(),
    integrationReason: z.string().nullable(),
    watchReason: z.string().nullable(),
    protected: z.boolean(),
    agencyDataDate: day.nullable(),
    source: z.string(),
    synthetic: z.boolean(),
    department: z
      .object({ departmentId: z.int(), name: z.string(), phone: z.string().nullable() })
      .nullable(),
    site: z.object({
      siteId: z.int(),
      kind: z.enum(['pole', 'wall', 'building']).nullable(),
      name: z.string(),
      roadAddress: z.string().nullable(),
      lotAddress: z.string().nullable(),
      cameras: z.array(
        z.object({
          cameraId: cameraIdSchema,
          managementNo: z.string().nullable(),
          name: z.string(),
          kind: kindSchema.nullable(),
          azimuthDeg: z.number().nullable(),
          state: z.enum(DEVICE_STATES),
        }),
      ),
    }),
    responsible: z
      .object({
        duty: z.enum(['operations-head', 'department-manager']),
        title: z.string(),
        departmentName: z.string(),
        phone: z.string().nullable(),
        since: day,
      })
      .nullable(),
    retention: z.object({
      declaredDays: z.int().nullable(),
      measuredDays: z.int().nullable(),
      /** When a recorder last told of its oldest recording. */
      measuredAt: instant.nullable(),
      ceilingDays: z.int(),
      /** The most days for which it may be kept: as declared, and never over the ceiling. */
      mostDays: z.int(),
      article: z.string(),
      over: z.boolean().nullable(),
      /** The exception that is in force today and ends last (Art. 31(1) 1-3); null where none is. */
      longer: keepingSchema.nullable(),
      /** The others that are in force beside it, the one that ends last first. */
      longerToo: z.array(keepingSchema),
    }),
    device: z.object({
      since: instant.nullable(),
      cause: z.string().nullable(),
      checkedAt: instant.nullable(),
      audioOffered: z.boolean().nullable(),
      info: z.record(z.string(), z.json()),
      /** What the device told of itself, each with when it last did; null where it never told. */
      clock: z.object({ offS: z.number(), doubtS: z.number(), toldAt: instant }).nullable(),
      firmware: z.object({ version: z.string(), toldAt: instant }).nullable(),
      firmwareOnRecord: z.array(z.string()),
      /** The pictures it offers as it says, with whether sound goes with them (Art. 11(2)). */
      profiles: z
        .object({
          toldAt: instant,
          list: z.array(
            z.object({
              token: z.string(),
              encoding: z.string().nullable(),
              encoder: z.string().nullable(),
              widthPx: z.number().nullable(),
              heightPx: z.number().nullable(),
              fps: z.number().nullable(),
              hasAudio: z.boolean(),
            }),
          ),
        })
        .nullable(),
      /** The security certificates on record (Art. 7, 30(3)), and in what the device is not what was certified. */
      certificateNos: z.array(z.string()),
      certificateDifferences: z.array(
        z.object({ field: z.enum(['model', 'firmware', 'until']), certified: z.string(), told: z.string() }),
      ),
      /** Whether its picture comes over TLS (Art. 30(3)); null where none is connected. */
      isEncrypted: z.boolean().nullable(),
      findings: z.array(z.enum(DEVICE_FINDINGS)),
    }),
    hasStream: z.boolean(),
    changedAt: instant,
    /** Null for a screen of the wall: who changed what is no matter of it. */
    changes: z.array(changeSchema).nullable(),
    actions: z.array(z.custom<Action>((value) => typeof value === 'string')),
  });

/** One row of the table that equals the map (`POST /api/cameras/rows`). */
export const cameraRowSchema = z.object({
  cameraId: cameraIdSchema,
  managementNo: z.string().nullable(),
  name: z.string(),
  siteName: z.string(),
  address: z.string().nullable(),
  district: z.string().nullable(),
  department: z.string().nullable(),
  stateSince: instant.nullable(),
  stateCause: z.string().nullable(),
});

export const searchResultSchema = z.object({
  kind: z.enum(['camera', 'place', 'district', 'site']),
  cameraId: cameraIdSchema.optional(),
  title: z.string(),
  subtitle: z.string(),
  lon: z.number(),
  lat: z.number(),
});

/** Angles and lengths are kept to a tenth, which is finer than anybody measures them. */
const toTenths = (value: number): number => Math.round(value * 10) / 10;
const tenths = (low: number, high: number) => z.number().overwrite(toTenths).min(low).max(high).nullable();

const reason = text(500).nullable();

const editableFieldsSchema = z.strictObject({
  name: text(200),
  managementNo: text(100).nullable(),
  kind: kindSchema.nullable(),
  azimuthDeg: z
    .number()
    .lt(360)
    .overwrite((value) => toTenths(value) % 360)
    .min(0)
    .nullable(),
  hfovDeg: tenths(0.1, 360),
  rangeM: tenths(0.1, 2000),
  heightM: tenths(0.1, 200),
  tiltDeg: tenths(-90, 90),
  nightRangeM: tenths(0.1, 2000),
  megapixels: z.number().gt(0).max(1000).nullable(),
  directionText: text(500).nullable(),
  phone: text(50).nullable(),
  integration: z.enum(INTEGRATIONS).nullable(),
  integrationReason: reason,
  watch: z.enum(['watched', 'excluded']),
  watchReason: reason,
  regime: z.enum(['fixed', 'mobile']),
  retentionDays: z.int().min(1).max(32767).nullable(),
});

/** What a camera is and how it hangs, with the bounds that a plan of one keeps too. */
export const hangingFields = editableFieldsSchema.pick({
  kind: true,
  azimuthDeg: true,
  hfovDeg: true,
  rangeM: true,
  heightM: true,
  tiltDeg: true,
  megapixels: true,
}).shape;

/**
 * Fields that the centre decides and no department or crew by itself: whoever could set a camera to standalone could
 * make it one's own to watch (Art. 5(1), 5(3), 19, 20, 31(1)).
 */
export const DECIDED_FIELDS = [
  'integration',
  'integrationReason',
  'watch',
  'watchReason',
  'regime',
  'retentionDays',
] as const satisfies readonly (keyof z.infer<typeof editableFieldsSchema>)[];

/** `PATCH /api/cameras/:cameraId`: absent fields stay, null makes a value unknown. */
export const cameraPatchSchema = editableFieldsSchema.partial();
/** What the editor read of the fields that it writes; what was read may be older than today's rules of writing. */
const readValuesSchema = z.partialRecord(
  editableFieldsSchema.keyof(),
  z.union([z.string(), z.number(), z.null()]),
);
export type ReadValues = z.infer<typeof readValuesSchema>;
/**
 * The same over HTTP: a department may name the agreed consultation on which its edit stands (Art. 5(3)). Each field comes with
 * what it was `read` as: without is 400 with the field, and one that is no longer so is not written over: 409 `changed-meanwhile`.
 */
export const cameraPatchBody = cameraPatchSchema.extend({
  consultationId: z.uuid().optional(),
  read: readValuesSchema.default({}),
});

/** `PUT /api/cameras/:cameraId/protection`: the decision by which the camera is left out for security (Art. 10(4)). */
export const securityDecisionSchema = z.strictObject({
  decisionNo: text(100),
  decidedOn: day,
});

export type SecurityDecision = z.infer<typeof securityDecisionSchema>;
export type EditableFields = z.infer<typeof editableFieldsSchema>;

export type CameraPatch = z.infer<typeof cameraPatchSchema>;
export type CameraCard = z.infer<typeof cameraCardSchema>;
export type CameraProperties = z.infer<typeof cameraPropertiesSchema>;
export type CameraFeature = z.infer<typeof cameraFeatureSchema>;
export type CameraRow = z.infer<typeof cameraRowSchema>;
export type SearchResult = z.infer<typeof searchResultSchema>;
export type CameraChange = z.infer<typeof changeSchema>;
