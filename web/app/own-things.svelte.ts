import type { AgenciesPage } from '../../server/agencies/agencies.schema.ts';
import type { ConsultationView } from '../../server/consultations/consultations.schema.ts';
import type { ContractorsOwn } from '../../server/contracts/equipment.schema.ts';
import type { SessionView } from '../../server/people/people.schema.ts';
import { readContractorsOwn } from '../api/contracts.ts';
import { readAgencies, readConsultations } from '../api/agencies.ts';
import type { Whose } from '../cameras/own-rows.rules.ts';

/** What waits for this person beside the cameras' own troubles: consultations, delegations. */
export class OwnThings {
  agencies = $state.raw<AgenciesPage | null>(null);
  consultations = $state.raw<readonly ConsultationView[] | null>(null);
  /** The cameras of the contractor that the person works for. */
  contractors = $state.raw<ContractorsOwn['own']>(null);
  failure = $state.raw<unknown>(null);
  readonly #who: SessionView;
  #turn = 0;

  constructor(who: SessionView) {
    this.#who = who;
  }

  /** Whose cameras are this person's own; null: nobody's in particular, or not known yet. */
  readonly whose: Whose | null = $derived.by(() => {
    const { role, departmentName } = this.#who;
    if (role === 'department') return departmentName === null ? null : { departments: [departmentName] };
    if (role === 'maintainer')
      return this.contractors === null ? null : { cameraIds: this.contractors.cameraIds };
    const owners = this.body?.ownerNames;
    return role === 'liaison' && owners !== undefined ? { owners } : null;
  });
  /** The body that a liaison stands for. */
  readonly body = $derived.by(() => {
    if (this.#who.role !== 'liaison') return null;
    return this.agencies?.bodies.find(({ code }) => code === this.#who.agency) ?? null;
  });
  readonly name = $derived.by(() =>
    this.#who.role === 'department'
      ? this.#who.departmentName
      : (this.contractors?.contractor ?? this.body?.name),
  );

  /** Reads what this person may: a question without the right to it would leave a refusal on record. */
  async read(): Promise<void> {
    const turn = ++this.#turn;
    const may = (action: string): boolean => this.#who.actions.includes(action);
    try {
      const [agencies, open, contractors] = await Promise.all([
        may('agency.read') ? readAgencies() : null,
        may('consultation.read') ? readConsultations('open', null) : null,
        this.#who.role === 'maintainer' && may('equipment.read') ? readContractorsOwn() : null,
      ]);
      if (turn !== this.#turn) return;
      this.agencies = agencies;
      this.consultations = open?.consultations ?? null;
      this.contractors = contractors?.own ?? null;
      this.failure = null;
    } catch (failure) {
      if (turn === this.#turn) this.failure = failure;
    }
  }
}
