import { connect, type Target } from '../platform/db.ts';
import { EventHub } from '../platform/events.ts';
import { aLiveProgram } from './live-program.ts';

/** What the program is to be, as JSON on its command line. It says `ready` once the others find it, and is then killed. */
export interface GatewayTask {
  readonly target: Target;
  readonly folder: string;
  readonly cameraNetworks: readonly string[];
}

const { target, folder, cameraNetworks } = JSON.parse(process.argv[2]!) as GatewayTask;
const sql = connect(target, { max: 4 });
const events = new EventHub(sql);
await events.start();
await aLiveProgram({ sql, events, roles: ['gateway'], folder, cameraNetworks });
console.log('ready');
