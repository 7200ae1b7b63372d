import { z } from 'zod';
import type { HomeOffer } from '../../shared/home-offers.ts';
import { AppError } from '../errors/app-error.ts';
import { CommandRefused, commandFailure } from './errors.ts';
import type { HomeApi, Inspection } from './home-source.ts';
import { changeFor, isSet, isStillOffered, offersOf, type ConfigChange, type OfferFacts } from './offers.ts';
import type { Session } from './session.ts';

/** What the offers of a look are made of; undefined where it told no settings. */
export const offerFacts = ({ settings, locations, listing }: Inspection): OfferFacts | undefined =>
  settings && locations && { settings, present: locations.present, backups: listing.items };

/**
 * Sets what was agreed to, and nothing else: reads again what is there before, and what is there after. Gives that last look. Errors: those of a
 * connection; `ha.offer-outdated` before anything was changed, `ha.settings-refused`, `ha.settings-not-kept`.
 *
 * @param newKey - makes the key, if one is wanted
 */
export const improve = async (
  session: Session,
  api: HomeApi,
  wanted: readonly HomeOffer[],
  newKey: () => string,
  signal: AbortSignal,
): Promise<Inspection> => {
  const before = offerFacts(await api.inspect(signal));
  if (before === undefined || !isStillOffered(wanted, offersOf(before))) throw new AppError('ha.offer-outdated');
  const key = wanted.some(({ what }) => what === 'encryption') ? newKey() : '';
  await update(session, changeFor(wanted, before, key), signal);
  const after = await api.inspect(signal);
  if (after.settings === undefined || !isSet(wanted, after.settings)) throw new AppError('ha.settings-not-kept');
  return after;
};

/** Home Assistant's words are not passed on: until 2026 they repeat what they refuse, and that may be the key. */
const update = async ({ link }: Session, change: ConfigChange, signal: AbortSignal): Promise<void> => {
  try {
    await link.ask({ ...change, type: 'backup/config/update' }, z.unknown(), signal);
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error;
    if (error.code === 'unauthorized' || error.code === 'unknown_command') throw commandFailure(error);
    throw new AppError('ha.settings-refused', { answer: error.code });
  }
};
