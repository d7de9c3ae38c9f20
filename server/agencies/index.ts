export { agenciesRoutes } from './agencies.routes.ts';
export { selectLinkFacts, selectLinkFactsOfOthers, type CameraLinkFacts } from './link-facts.sql.ts';
export { tellNewDays } from './tell-new-day.ts';
export { lacksToWatch, refuseUnlawfulFacts, refuseUnlawfulLink } from './refuse-unlawful-link.ts';
