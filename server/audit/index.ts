export { auditRoutes } from './audit.routes.ts';
export { signDemoMonth } from './review-month.ts';
