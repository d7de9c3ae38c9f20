import { t } from '../../ui/words/index.svelte.ts';
import type { SearchForm } from './best-sites.svelte.ts';

/** What is asked at first: five cameras along the streets of what the map shows, of the commonest kinds. */
export const defaultForm = (): SearchForm => ({
  ...{ districtId: null, candidates: 'streets', everyM: 30, by: 'number', most: 5, budget: 2000 },
  ...{ over: 'roads', demandId: null, heightM: 5, avoidSeen: true },
  models: [
    {
      taken: true,
      name: t('best.model.narrow'),
      kind: 'fixed',
      hfovDeg: 52,
      rangeM: 130,
      heightM: 5,
      cost: 350,
    },
    {
      taken: true,
      name: t('best.model.wide'),
      kind: 'fixed',
      hfovDeg: 90,
      rangeM: 50,
      heightM: 5,
      cost: 250,
    },
    {
      taken: false,
      name: t('best.model.fisheye'),
      kind: 'fisheye',
      hfovDeg: 360,
      rangeM: 25,
      heightM: 5,
      cost: 300,
    },
  ],
});
