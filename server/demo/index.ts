export { startDemo } from './start-demo.ts';
export { loadDemoCity, type DemoCityOptions } from './load-demo-city.ts';
