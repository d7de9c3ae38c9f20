export { mindPursuits } from './end-what-is-over.ts';
export { joinPursuit, type PursuitOfViewing } from './join-pursuit.ts';
export { pursuitAway } from './pursuit-faults.ts';
export { pursuitsRoutes } from './pursuits.routes.ts';
export { selectHoldsOfEnded, selectNumberOf, selectOpenOf } from './pursuits.sql.ts';
export { refuseWayOfPerson } from './refuse-way-of-person.ts';
