export { coverageRoutes } from './coverage.routes.ts';
export { demandRoutes } from './demand/demand.routes.ts';
export { planRoutes } from './siting/plan.routes.ts';
