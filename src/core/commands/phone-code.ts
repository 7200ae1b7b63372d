import type { Needs } from '../context.ts';
import { AppError, isCode, toAppError } from '../errors/app-error.ts';
import type { MobileApp } from '../report-home/mobile-app.ts';
import { clearedNotice, codeTag } from '../phone-code/notice.ts';
import { connectApp, type ConnectAppNeeds } from './home-device.ts';
import { PhoneCodeWatch, type PhoneCodeWatchNeeds, type PhoneCodeWish } from './phone-code-watch.ts';

type ChoiceNeeds = ConnectAppNeeds & Needs<'settings' | 'telling', 'logger'>;

/** Phones that Home Assistant can ask: names of their `notify` services. Errors: those of the connection. */
export const phoneServices = async (context: ChoiceNeeds, signal: AbortSignal): Promise<readonly string[]> => {
  await context.settings.load();
  const app = await connectApp(context, signal);
  try {
    return await phonesOf(app, signal);
  } finally {
    await app.close();
  }
};

const phonesOf = async (app: MobileApp, signal: AbortSignal): Promise<readonly string[]> =>
  (await app.notifyServices(signal)).filter((name) => name.startsWith('mobile_app_'));

/**
 * Chooses the phones on which Apple's code may be renewed; none turns it off. Errors: `settings.invalid` for a phone that Home Assistant
 * does not have; those of the connection.
 */
export const setPhoneCode = async (
  context: ChoiceNeeds,
  services: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  const notify = [...new Set(services.map((name) => name.trim().replace(/^notify\./, '')))];
  if (notify.length > 0) {
    const known = await phoneServices(context, signal);
    if (!notify.every((name) => known.includes(name))) {
      const problem = `has to be among the phones that Home Assistant has: ${known.join(', ') || 'it has none'}`;
      throw new AppError('settings.invalid', { field: 'phoneCodeNotify', problem });
    }
  }
  const before = (await context.settings.load()).phoneCode.notify;
  await context.settings.update((current) => ({ ...current, phoneCode: { notify } }));
  await takeBack(context, before, signal);
};

/** What was asked on the phones that were chosen before is over. A courtesy: its buttons do nothing any more. */
const takeBack = async (context: ChoiceNeeds, services: readonly string[], signal: AbortSignal): Promise<void> => {
  const { codeOffer } = await context.telling.read();
  if (!codeOffer) return;
  await context.telling.update((memory) => ({ ...memory, codeOffer: undefined }));
  try {
    const app = await connectApp(context, signal);
    try {
      const tag = codeTag(context.settings.current.computerId);
      for (const service of services) await app.call(clearedNotice(service, tag), signal);
    } finally {
      await app.close();
    }
  } catch (error) {
    if (!(error instanceof AppError) || signal.aborted) throw error;
    context.ports.logger.info('notification not taken back', { code: error.code });
  }
};

/** Longest time between two looks. */
const paceMs = 60_000;
const longestPauseMs = 15 * 60_000;

/** Asks on the phone when Apple's code is due, and renews it there, for as long as the signal wants. */
export const keepPhoneCode = async (
  context: PhoneCodeWatchNeeds,
  wish: PhoneCodeWish,
  signal: AbortSignal,
): Promise<void> => {
  const { clock } = context.ports;
  const watch = new PhoneCodeWatch(context, wish);
  let pauseMs = paceMs;
  try {
    while (!signal.aborted) {
      if (await hasLooked(watch, context, signal)) {
        pauseMs = paceMs;
        await watch.pause(paceMs, signal);
      } else {
        await clock.wait(pauseMs, signal);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
    }
  } catch (error) {
    if (!isCode(error, 'sync.cancelled')) throw error;
  } finally {
    await watch.close();
  }
};

const hasLooked = async (
  watch: PhoneCodeWatch,
  { ports }: Needs<never, 'logger'>,
  signal: AbortSignal,
): Promise<boolean> => {
  try {
    await watch.look(signal);
    return true;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (signal.aborted) throw error;
    ports.logger.info('code not asked for on the phone', { code: error.code });
    await watch.disconnect();
    return false;
  }
};
