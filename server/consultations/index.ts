export { consultationsRoutes } from './consultations.routes.ts';
export { consultChange } from './consult-change.ts';
