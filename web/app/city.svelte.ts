import { api } from '../api/client.ts';
import { answered } from '../api/request.ts';

const RETRY_MS = 3000;
const readCity = () => answered(api.city.$get());
export type CityView = Awaited<ReturnType<typeof readCity>>;

/** What is loaded of the land: its middle, its extent, and which layers are synthetic. */
export class City {
  view = $state.raw<CityView | null>(null);
  failure = $state.raw<unknown>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  async read(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.view = await readCity();
      this.failure = null;
    } catch (failure) {
      this.failure = failure;
      this.#timer = setTimeout(() => void this.read(), RETRY_MS);
    }
  }
}
