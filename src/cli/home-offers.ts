import type { HomeOffer } from '../shared/home-offers.ts';
import type { HomeImproved, SetupResult } from '../shared/status.ts';
import { keptText } from './kept-text.ts';
import { messages } from '../messages/messages.ts';
import type { Call } from './command.ts';
import { askYesNo } from './questions.ts';

/** Asks for each thing that is missing in Home Assistant's backup settings whether it is to be set; undefined: nothing is. */
export const improveIfWanted = async (call: Call, { offers, url }: SetupResult): Promise<HomeImproved | undefined> => {
  const { app, io, output } = call;
  if (output.json || !io.isTty.stdin) return undefined;
  const wanted: HomeOffer[] = [];
  for (const offer of offers) if (await askYesNo(call, questionOf(offer))) wanted.push(offer);
  if (wanted.length === 0) return undefined;
  const improved = await app.improveHome(wanted, io.signal);
  const words = messages.terminal.setup.offers;
  output.note(words.done);
  if (wanted.some(({ what }) => what === 'encryption')) {
    output.ask('', words.kit(new URL('/config/backup/settings', url).href));
  }
  return improved;
};

const questionOf = (offer: HomeOffer): string => {
  const words = messages.terminal.setup.offers;
  switch (offer.what) {
    case 'schedule':
      return words.schedule({ apps: offer.apps, keeps: offer.keeps });
    case 'encryption':
      return words.encryption;
    case 'retention':
      return words.retention({ from: keptText(offer.from), to: keptText(offer.to) });
  }
};
