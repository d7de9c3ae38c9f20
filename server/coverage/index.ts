export { coverageRoutes } from './coverage.routes.ts';
export { planRoutes } from './siting/plan.routes.ts';
