import type { LonLat } from '../../../geodata/lon-lat.ts';
import type {
  BestSite,
  BestSitesBody,
  BestSitesChoices,
  BestSitesView,
  CameraModel,
} from '../../../server/coverage/siting/best-sites.schema.ts';
import { beginSearch, cancelSearch, readSearch, readSearchChoices } from '../../api/best-sites.ts';
import { ApiFailure } from '../../api/request.ts';

const POLL_MS = 400;
/** So near to the middle of a number a press is on it. */
const PRESS_PX = 14;
const DEGREE_M = 111_200;
const NOTHING: Pick<BestSitesView, 'best'> & { readonly asked: null } = { best: [], asked: null };

/** A kind of camera in the form; only those taken are searched with. */
export interface ModelRow extends CameraModel {
  readonly taken: boolean;
}

/** What is searched for. Numbers are as they stand in their fields. */
export interface SearchForm {
  /** Null is what of the map is on the screen. */
  readonly districtId: number | null;
  readonly candidates: BestSitesBody['candidates'];
  readonly everyM: number;
  readonly by: 'number' | 'budget';
  readonly most: number;
  readonly budget: number;
  readonly over: BestSitesBody['over'];
  readonly demandId: number | null;
  readonly heightM: number;
  readonly models: readonly ModelRow[];
  readonly avoidSeen: boolean;
}

type Box = readonly [west: number, south: number, east: number, north: number];

/** A search for the best sites: what is asked, how far it is, and which of the found ones is looked at. */
export class BestSites {
  form = $state.raw<SearchForm | null>(null);
  choices = $state.raw<BestSitesChoices | null>(null);
  view = $state.raw<BestSitesView | null>(null);
  /** Why nothing could be begun, read or ended. */
  failure = $state.raw<unknown>(null);
  /** A search was asked for and is not accepted yet. */
  beginning = $state(false);
  /** The server lost the search that was looked at. */
  gone = $state(false);
  rank = $state<number | null>(null);
  #timer: ReturnType<typeof setTimeout> | null = null;

  readonly running = $derived(this.beginning || (this.view !== null && this.view.ended === null));
  /** Whether its panel is open: only then do the sites lie on the map. */
  isOpen = $state(false);
  readonly shown = $derived(this.isOpen && this.view !== null ? this.view : NOTHING);

  /** Reads what can be chosen and goes on with a search that still runs. Returns what stops the reading. */
  open(): () => void {
    this.isOpen = true;
    void this.read();
    return () => {
      this.isOpen = false;
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
    };
  }

  async read(): Promise<void> {
    try {
      const choices = await readSearchChoices();
      this.failure = null;
      const searchId = this.view?.searchId ?? (this.choices === null ? choices.searchId : null);
      if (searchId !== null) await this.#follow(searchId);
      this.choices = choices;
    } catch (failure) {
      this.failure = failure;
    }
  }

  set(change: Partial<SearchForm>): void {
    if (this.form !== null) this.form = { ...this.form, ...change };
  }

  setModel(at: number, change: Partial<ModelRow>): void {
    const { form } = this;
    if (form === null) return;
    this.set({ models: form.models.map((each, i) => (i === at ? { ...each, ...change } : each)) });
  }

  async search(box: Box): Promise<void> {
    const { form } = this;
    if (form === null || this.running) return;
    this.beginning = true;
    this.gone = false;
    this.failure = null;
    const body = bodyOf(form, box);
    try {
      await beginSearch(body);
      this.view = null;
      this.rank = null;
      await this.#follow(body.searchId);
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.beginning = false;
    }
  }

  async cancel(): Promise<void> {
    const { view } = this;
    if (view === null) return;
    try {
      await cancelSearch(view.searchId);
      await this.#follow(view.searchId);
    } catch (failure) {
      this.failure = failure;
    }
  }

  /** Back to the form; what was found leaves the map. */
  leave(): void {
    this.view = null;
    this.rank = null;
    this.failure = null;
  }

  choose(rank: number | null): void {
    this.rank = rank === this.rank ? null : rank;
  }

  async #follow(searchId: string): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    try {
      this.view = await readSearch(searchId);
      this.failure = null;
    } catch (failure) {
      // It ended long ago, or the server began anew: there is nothing to go on with.
      if (failure instanceof ApiFailure && failure.code === 'not-found') {
        this.gone = this.view?.searchId === searchId && this.view.ended === null;
        this.view = null;
        return;
      }
      this.failure = failure;
    }
    if (this.isOpen && this.view?.ended === null)
      this.#timer = setTimeout(() => void this.#follow(searchId), POLL_MS);
  }

  /** A press on the map near a number chooses it. Whether there was one. */
  press([lon, lat]: LonLat, metresPerPx: number): boolean {
    const awayM = (each: BestSite): number =>
      Math.hypot((each.lon - lon) * Math.cos((lat * Math.PI) / 180), each.lat - lat) * DEGREE_M;
    const [nearest] = this.shown.best.toSorted((a, b) => awayM(a) - awayM(b));
    if (nearest === undefined || awayM(nearest) > PRESS_PX * metresPerPx) return false;
    this.rank = nearest.rank;
    return true;
  }
}

const bodyOf = (form: SearchForm, box: Box): BestSitesBody => ({
  searchId: crypto.randomUUID(),
  box: form.districtId === null ? [...box] : null,
  ...{ districtId: form.districtId, candidates: form.candidates, everyM: form.everyM },
  most: form.by === 'number' ? form.most : null,
  budget: form.by === 'budget' ? form.budget : null,
  ...{ over: form.over, demandId: form.demandId, avoidSeen: form.avoidSeen },
  models: form.models
    .filter(({ taken }) => taken)
    .map(({ taken: _, ...model }) => ({ ...model, heightM: form.heightM })),
});
