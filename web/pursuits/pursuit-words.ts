import type { Basis } from '../../server/pursuits/pursuit.rules.ts';
import { t } from '../ui/words/index.svelte.ts';

/** A basis in short, with its record or its article. */
export const basisWords = (basis: Basis): string =>
  basis.kind === 'consent'
    ? `${t(`pursuit.basis.${basis.by}`)} · ${basis.record}`
    : `${t(`pursuit.statute.${basis.statute}`)} · ${basis.citation}`;
