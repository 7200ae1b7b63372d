import type { WindowProblem } from '../../src/shared/contract/described.ts';
import type { HomeOffer } from '../../src/shared/home-offers.ts';

const cured: Readonly<Record<HomeOffer['what'], WindowProblem['code']>> = {
  schedule: 'ha.automatic-off',
  encryption: 'ha.unprotected',
  retention: 'ha.keeps-too-few',
};

/** What one of the offers ends is said there, and not again as a problem. */
export const isCuredBy = ({ code }: WindowProblem, offers: readonly HomeOffer[]): boolean =>
  offers.some(({ what }) => cured[what] === code);
