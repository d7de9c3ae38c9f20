import type { Json } from '../platform/act.ts';

/** A setting of the city: what holds now, what holds until it decides, and every decision, newest first. */
export interface SettingView {
  readonly key: string;
  readonly value: Json;
  readonly until: Json;
  readonly history: readonly {
    readonly value: Json;
    readonly setBy: string;
    readonly setAt: string;
    readonly note: string | null;
  }[];
}
