export { readSignFacts, signboardOf, type SignFacts } from './read-sign-facts.ts';
export { selectCamerasOfSameSigns } from './signboards.sql.ts';
