export { announceWorks, endWorks, likeWorksUntil } from './announce-works.ts';
export { contractsRoutes } from './contracts.routes.ts';
export { equipmentListRoutes } from './equipment-list.routes.ts';
export { equipmentRoutes } from './equipment.routes.ts';
export { selectUnderWorks } from './maintenance.sql.ts';
export { ORDERED_FINDINGS, orderWhatIsFound, type OrderedFinding } from './order-what-is-found.ts';
export { recordDevice } from './record-device.ts';
