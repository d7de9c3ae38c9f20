/** Roles of the centre's people. A citizen has no account; police, fire, coast guard and forest are liaisons of an agency. */
export const ROLES = [
  'mayor',
  'officer',
  'department',
  'operator',
  'maintainer',
  'liaison',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * A right in force for a while: over which districts, department and purposes the account's role holds, and at which
 * hours of the city's day (접근 권한, Art. 30(1)). Null does not restrict. `hours` may run over midnight.
 */
export interface AccessGrant {
  readonly grantId: number;
  readonly districtIds: readonly number[] | null;
  readonly departmentId: number | null;
  readonly purposes: readonly string[] | null;
  readonly hours: { readonly from: string; readonly to: string } | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Who acts: one person with one account and one session (Art. 30(1)). A display shows the map and live video, no more. */
export interface Actor {
  readonly accountId: number | null;
  readonly sessionId: string | null;
  readonly account: string;
  readonly personName: string;
  readonly seat: string | null;
  readonly role: Role | 'system';
  readonly departmentId: number | null;
  readonly agency: string | null;
  readonly contractorId: number | null;
  readonly grants: readonly AccessGrant[];
  /** Whether the secrecy pledge is on record, or the city asks for none (Art. 32). */
  readonly pledged: boolean;
  /** Whether somebody else knows the password: then nothing goes but setting another (Art. 30(1)). */
  readonly passwordDue: boolean;
  readonly display: boolean;
  readonly address: string | null;
}

/** What the law asks about the thing acted upon. Absent fields do not restrict. */
export interface Protection {
  readonly protected?: boolean;
  readonly departmentId?: number | null;
  readonly contractorId?: number | null;
  readonly agency?: string | null;
  readonly districtId?: number | null;
  readonly purposes?: readonly string[];
  readonly integration?: 'integrated' | 'linked' | 'standalone' | null;
  /** The account acted upon: nobody acts upon the own one. */
  readonly accountId?: number;
}

/** 'own' is the actor's department, contractor or agency: whichever of them the role stands for. */
type Reach = 'all' | 'own';

const EVERYONE = Object.fromEntries(ROLES.map((role) => [role, 'all'])) as Record<Role, Reach>;
const OVERSEERS = { officer: 'all', mayor: 'all', auditor: 'all' } as const;

/**
 * Who may do what, and on which things. Least people (최소한의 인원, Art. 30(1)): live video is the control room's and the
 * operations head's; a 부서관리자 watches only what the department runs outside the centre (Art. 5(1)).
 */
const GRANTS = {
  'session.start': EVERYONE,
  'session.end': EVERYONE,
  'pledge.sign': EVERYONE,
  /** The own password and what is told of the own login. */
  'login.change': EVERYONE,
  'map.read': EVERYONE,
  /** Looking for a name or an address, and who changed what: a display of the wall does neither. */
  'register.search': EVERYONE,
  'camera.watch': { officer: 'all', operator: 'all', department: 'own' },
  /** Scenes and sequences of the video wall: the control room's own. */
  'scene.keep': { officer: 'all', operator: 'all' },
  /** What a display of the room shows beside its map, within the display's own right. */
  'wall.show': { officer: 'all', operator: 'all' },
  /** Keeping what is on the screen now as a file, with a reason (Art. 30(3)). */
  'still.take': { officer: 'all', operator: 'all' },
  /** Turning it, for a purpose it serves (Art. 11(1)). A contractor's crew turns none. */
  'camera.turn': { officer: 'all', operator: 'all', department: 'own' },
  /** Following one person over several cameras, on a declared basis and to a declared end (Art. 27). */
  'pursuit.open': { officer: 'all', operator: 'all', department: 'own' },
  'pursuit.end': { officer: 'all', operator: 'all', department: 'own' },
  /** A longer time is a second person's declaration: nobody extends the own one. */
  'pursuit.extend': { officer: 'all' },
  /** The register of them; whoever does not oversee reads the own ones there. */
  'pursuit.read': { officer: 'all', auditor: 'all', operator: 'all', department: 'own' },
  /** Where it is not to look (보지 않는 구역, Art. 11(1)). */
  'camera.bar': { officer: 'all' },
  'camera.edit': { officer: 'all', department: 'own', maintainer: 'own' },
  /** Where a device answers and with which login: the crew's own work, never a department's. */
  'camera.connect': { officer: 'all', maintainer: 'own' },
  /** Starting a device anew: whoever looks after it, never whoever watches it or decides on it (Art. 12(2)). */
  'camera.reboot': { maintainer: 'own' },
  /** Asking the addresses of the camera networks who answers there: whoever connects cameras (Art. 30(3)). */
  'camera.discover': { officer: 'all', maintainer: 'all' },
  /** A camera that is new in the register: what stands there the centre decides (Art. 5(1), 19). */
  'camera.add': { officer: 'all' },
  'camera.probe': {},
  /** A new key for the cameras' passwords: from the server's own terminal (Art. 30). */
  'camera.rotate-key': {},
  /** What the law leaves to the centre: integration, watching, the legal regime, retention (Art. 5(3), 19, 20, 31). */
  'camera.decide': { officer: 'all' },
  /** What is lawfully kept longer than the ceiling (Art. 31(1)). */
  'retention.except': { officer: 'all' },
  /** Plans of cameras that do not stand yet (Art. 7, 9): coverage, gaps and alternatives. */
  'plan.read': { ...OVERSEERS, department: 'own' },
  /** The figures of what is seen, by district and by street: sums of what the person may know of, no camera. */
  'coverage.export': { ...OVERSEERS, department: 'all' },
  'plan.keep': { officer: 'all', department: 'own' },
  /** Looking for the best sites of new cameras: a long computation that is on record (Art. 7, 9). */
  'siting.search': { officer: 'all', department: 'own' },
  /** What gaps and new cameras are weighed by: people, pupils, accidents. */
  'demand.import': { officer: 'all' },
  'demand.remove': { officer: 'all' },
  'register.import': { officer: 'all' },
  'register.export': { officer: 'all', auditor: 'all' },
  'layer.import': { officer: 'all' },
  /** Departments, posts, persons, who holds which (Art. 4, 5). */
  'organisation.read': { ...OVERSEERS, department: 'all' },
  'organisation.change': { officer: 'all' },
  'staff.import': { officer: 'all' },
  'account.read': OVERSEERS,
  'account.create': { officer: 'all' },
  'account.close': { officer: 'all' },
  'account.role': { officer: 'all' },
  'account.password': { officer: 'all' },
  /** Whose an account is by the register of people: it closes when that person leaves (Art. 32). */
  'account.link': { officer: 'all' },
  'account.grant': { officer: 'all' },
  /** To let somebody in who was locked out: it gives nothing that was not there (Art. 30(1)). */
  'account.unlock': { officer: 'all' },
  /** An overseer's account is changed by two: one asks, another overseer confirms (Art. 30(1), 30(3)). */
  'account.ask': { officer: 'all' },
  'account.confirm': { mayor: 'all', auditor: 'all' },
  /** The quarterly review of who may see what is made by the officer and seen by the auditor (Art. 30(1)). */
  'account.review': { officer: 'all' },
  'display.register': { officer: 'all' },
  'setting.change': { officer: 'all' },
  'contract.read': { ...OVERSEERS, maintainer: 'own' },
  'contract.change': { officer: 'all' },
  'equipment.read': { ...OVERSEERS, operator: 'all', department: 'own', maintainer: 'own' },
  'equipment.edit': { officer: 'all', department: 'own', maintainer: 'own' },
  'fault.report': { officer: 'all', operator: 'all', department: 'own', maintainer: 'own' },
  'agency.read': { ...OVERSEERS, liaison: 'own' },
  'agency.change': { officer: 'all' },
  'consultation.read': { ...OVERSEERS, department: 'own' },
  'consultation.ask': { officer: 'all', department: 'own' },
  'consultation.answer': { officer: 'all' },
  'audit.read': { auditor: 'all', mayor: 'all' },
  'audit.export': { auditor: 'all' },
  'audit.review': { auditor: 'all' },
  /** Holding the whole chain against its signed heads; the same from the terminal is the program's own. */
  'audit.verify': { auditor: 'all' },
  /** That the audit does not hold is told to whoever answers for it, and to the mayor (Art. 5(1), 30(3)). */
  'audit.faults': OVERSEERS,
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Action = keyof typeof GRANTS;
export const ACTIONS = Object.keys(GRANTS) as Action[];

/** What is left without a pledge or without any right in force: to come, to pledge and to go. */
const ALWAYS: ReadonlySet<Action> = new Set(['session.start', 'session.end', 'pledge.sign', 'login.change']);
/** What is left while the password is another's. */
const PASSWORD_FIRST: ReadonlySet<Action> = new Set(['session.start', 'session.end', 'login.change']);
const OF_A_DISPLAY: ReadonlySet<Action> = new Set(['session.end', 'map.read', 'camera.watch']);

/** Roles that may know of protected sites (국가중요시설, 보안목표시설, Art. 10(4)); a department knows its own. */
const CLEARED: ReadonlySet<Role> = new Set(['mayor', 'officer', 'operator']);

const UNLIMITED: AccessGrant = {
  grantId: 0,
  districtIds: null,
  departmentId: null,
  purposes: null,
  hours: null,
  validFrom: '1970-01-01T00:00:00Z',
  validTo: null,
};
/** The whole city at every hour. */
export const WHOLE_CITY: readonly AccessGrant[] = [UNLIMITED];

const cityTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Seoul',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Whether a right holds at this moment. `hours` are [from, to) of the city's clock. */
export function isInForceAt({ validFrom, validTo, hours }: AccessGrant, at: Date): boolean {
  if (Date.parse(validFrom) > at.getTime()) return false;
  if (validTo !== null && Date.parse(validTo) <= at.getTime()) return false;
  if (hours === null) return true;
  const now = cityTime.format(at);
  const { from, to } = hours;
  return from <= to ? from <= now && now < to : from <= now || now < to;
}

function covers({ districtIds, departmentId, purposes }: AccessGrant, object: Protection): boolean {
  if (districtIds !== null && 'districtId' in object)
    if (object.districtId == null || !districtIds.includes(object.districtId)) return false;
  if (departmentId !== null && 'departmentId' in object && object.departmentId !== departmentId) return false;
  return purposes === null || object.purposes === undefined
    ? true
    : object.purposes.some((purpose) => purposes.includes(purpose));
}

/**
 * What a person may know to exist. Snapshot, tiles, events, search and counts are all built per scope.
 * `protectedOf` is 'all', 'none' or the department whose protected sites are known to the person.
 */
export interface Scope {
  readonly key: string;
  readonly protectedOf: 'all' | 'none' | number;
}

const ORDINARY: Scope = { key: 'ordinary', protectedOf: 'none' };
const ofDepartment = (departmentId: number): Scope => ({
  key: `department-${departmentId}`,
  protectedOf: departmentId,
});

/**
 * The visibility scope of an actor; equal scopes have equal keys and may share a cache. A right limited to districts
 * or purposes clears nobody for protected sites; one limited to a department clears for that department's.
 */
export function scopeOf(actor: Actor, at = new Date()): Scope {
  if (actor.role === 'system') return { key: 'all', protectedOf: 'all' };
  const clearing = actor.grants.filter(
    (grant) => grant.districtIds === null && grant.purposes === null && isInForceAt(grant, at),
  );
  if (clearing.length === 0) return ORDINARY;
  if (CLEARED.has(actor.role)) {
    if (clearing.some((grant) => grant.departmentId === null)) return { key: 'all', protectedOf: 'all' };
    return ofDepartment(clearing[0]!.departmentId!);
  }
  if (actor.role === 'department' && actor.departmentId !== null) return ofDepartment(actor.departmentId);
  return ORDINARY;
}

/** Whether a scope may know that the object exists at all. */
export function knows(scope: Scope, object: Protection): boolean {
  if (!object.protected || scope.protectedOf === 'all') return true;
  return scope.protectedOf !== 'none' && object.departmentId === scope.protectedOf;
}

/** Whether the thing is of the department, contractor or agency that the actor stands for. */
function isOwn(actor: Actor, object: Protection): boolean {
  if (actor.role === 'maintainer') {
    // The city's own crew (자체 전담반, Art. 12(2)) has no contractor and looks after all.
    if (actor.contractorId === null || !('contractorId' in object)) return true;
    return object.contractorId === actor.contractorId;
  }
  if (actor.role === 'liaison')
    return !('agency' in object) || (object.agency !== null && object.agency === actor.agency);
  if (!('departmentId' in object)) return true;
  return object.departmentId !== null && object.departmentId === actor.departmentId;
}

export type Verdict = 'allowed' | 'forbidden' | 'unknown';

/** `can`, and where the answer is no, whether the thing exists for this person: what is another's does not. */
export function judge(actor: Actor, action: Action, object: Protection = {}, at = new Date()): Verdict {
  if (actor.role === 'system') return 'allowed';
  if (actor.display && !OF_A_DISPLAY.has(action)) return 'forbidden';
  if (actor.passwordDue && !PASSWORD_FIRST.has(action)) return 'forbidden';
  if (ALWAYS.has(action)) return 'allowed';
  if (!actor.pledged) return 'forbidden';
  if (object.accountId !== undefined && object.accountId === actor.accountId) return 'forbidden';
  if (!knows(scopeOf(actor, at), object)) return 'unknown';
  const reach = (GRANTS[action] as Partial<Record<Role, Reach>>)[actor.role];
  if (reach === undefined) return 'forbidden';
  const inForce = actor.grants.filter((grant) => isInForceAt(grant, at));
  if (inForce.length === 0) return 'forbidden';
  if (reach === 'own' && !isOwn(actor, object)) return 'unknown';
  if (!inForce.some((grant) => covers(grant, object))) return 'unknown';
  const outsideTheCentre = !('integration' in object) || object.integration === 'standalone';
  const atTheCentre = action === 'camera.watch' || action === 'camera.turn';
  return atTheCentre && reach === 'own' && !outsideTheCentre ? 'forbidden' : 'allowed';
}

/** The one question about rights. Every action asks it, bulk and single alike (Art. 30(1)). */
export function can(actor: Actor, action: Action, object: Protection = {}, at = new Date()): boolean {
  return judge(actor, action, object, at) === 'allowed';
}

/** Actions a person holds on at least some object: what the console offers at all. */
export function actionsOf(actor: Actor): Action[] {
  return ACTIONS.filter((action) => can(actor, action));
}

/** The program itself, for work that no person asked for (probes, first start). */
export const SYSTEM: Actor = {
  accountId: null,
  sessionId: null,
  account: 'system',
  personName: '시스템',
  seat: null,
  role: 'system',
  departmentId: null,
  agency: null,
  contractorId: null,
  grants: WHOLE_CITY,
  pledged: true,
  passwordDue: false,
  display: false,
  address: null,
};
