import { readConfig } from '../../server/platform/config.ts';
import { openInstallation } from '../../server/platform/installation.ts';
import { startRoles } from '../../server/roles.ts';

/** The real API, as `npm start` runs it, in a process of its own. Started by fork; tells when it is ready and its CPU. */
const installation = await openInstallation(readConfig(), 'bench api');
const running = await startRoles(installation);
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
process.on('disconnect', () => {
  void running
    .stop()
    .then(installation.close)
    .finally(() => process.exit());
});
process.send?.({ url: running.url });
