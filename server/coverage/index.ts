export { coverageRoutes } from './coverage.routes.ts';
