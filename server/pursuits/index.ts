export { mindPursuits } from './end-what-is-over.ts';
export { selectFollowed } from './followed-cameras.sql.ts';
export { joinPursuit, noteStep, refuseOtherPurpose } from './join-pursuit.ts';
export type { OpenPursuit, PursuitOfViewing } from './pursuit.rules.ts';
export { keepPursuitsKnown, type KnownPursuits } from './known-pursuits.ts';
export { pursuitsRoutes } from './pursuits.routes.ts';
export { selectHoldsOfEnded, selectNumberOf, selectOpenOf } from './pursuits.sql.ts';
export { refuseWayOfPerson } from './refuse-way-of-person.ts';
