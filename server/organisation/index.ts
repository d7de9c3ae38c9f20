export { organisationRoutes } from './organisation.routes.ts';
export { startTakingOver, TAKE_OVER } from './take-over-cameras.ts';
export { peopleRoutes } from './people.routes.ts';
