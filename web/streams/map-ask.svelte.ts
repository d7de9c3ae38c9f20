import type { LonLat } from '../../geodata/lon-lat.ts';
import type { BarredSector } from '../../server/streams/ptz.rules.ts';

/** A form that has something chosen on the map. */
export interface MapAsk {
  readonly cameraId: number;
  /** A press on the map; its other meanings rest while the form is open. */
  readonly onpick: (place: LonLat) => void;
  readonly onover?: (place: LonLat) => void;
  /** Escape, wherever the focus is. */
  readonly onleave: () => void;
}

/** What a form of a camera asks of the map, and what it has drawn there meanwhile: one form at a time. */
class AskedOfMap {
  ask = $state.raw<MapAsk | null>(null);
  /** Barred sectors that are being edited. */
  sectors = $state.raw<readonly BarredSector[]>([]);
  /** Places that the camera was turned to. */
  sights = $state.raw<readonly LonLat[]>([]);

  open(ask: MapAsk): void {
    this.close();
    this.ask = ask;
  }

  close(): void {
    this.ask = null;
    this.sectors = [];
    this.sights = [];
  }
}

export const askedOfMap = new AskedOfMap();
