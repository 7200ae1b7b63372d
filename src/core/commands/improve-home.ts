import type { HomeOffer } from '../../shared/home-offers.ts';
import type { HomeImproved } from '../../shared/status.ts';
import type { Needs } from '../context.ts';
import { setUpWarnings } from '../domain/own-schedule.ts';
import { openHome } from '../home-assistant/connect.ts';
import { toOwnSchedule } from '../home-assistant/describe.ts';
import type { Inspection } from '../home-assistant/home-source.ts';
import { improve, offerFacts } from '../home-assistant/improve.ts';
import { offersOf } from '../home-assistant/offers.ts';
import { newBackupKey } from '../keys/new-key.ts';
import { withStoredToken } from './open-source.ts';
import { scheduleOf } from './set-up-result.ts';

export type ImproveNeeds = Needs<'gates' | 'homeOptions' | 'instance' | 'secretStore' | 'settings', 'backupKeys'>;

/**
 * Sets in Home Assistant's backup settings what the user agreed to. A key that is made for it is told Home Assistant and nobody else: the
 * user gets it there, in the emergency kit. Errors: those of `improve`, `settings.not-set-up`, `secrets.*`.
 */
export const improveHome = async (
  context: ImproveNeeds,
  wanted: readonly HomeOffer[],
  signal: AbortSignal,
): Promise<HomeImproved> => {
  await context.settings.load();
  const instance = context.instance();
  const { home } = await withStoredToken(context, instance, async () =>
    openHome(await context.homeOptions(instance), signal),
  );
  const newKey = (): string => {
    const key = newBackupKey();
    context.ports.backupKeys.onLearned(key);
    return key;
  };
  try {
    return resultOf(await improve(home.session, home.api, wanted, newKey, signal), wanted);
  } finally {
    await home.session.link.close();
  }
};

const resultOf = (look: Inspection, wanted: readonly HomeOffer[]): HomeImproved => {
  const schedule = look.settings && toOwnSchedule(look.settings);
  const facts = offerFacts(look);
  const isNewKey = wanted.some(({ what }) => what === 'encryption');
  return {
    schedule: schedule ? scheduleOf(schedule) : null,
    offers: facts ? offersOf(facts) : [],
    // What was made before there was a key is open, and that is no fault of Home Assistant's.
    warnings: setUpWarnings(schedule, look.listing.items).filter(
      ({ code }) => !(isNewKey && code === 'ha.encryption-ignored'),
    ),
  };
};
