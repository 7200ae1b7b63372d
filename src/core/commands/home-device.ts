import { refusesToken } from '../../shared/problems/rules.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { openSession } from '../home-assistant/connect.ts';
import { tokenOf } from '../open-home.ts';
import { alarmId } from '../report-home/alarm.ts';
import { MobileApp } from '../report-home/mobile-app.ts';
import type { InstanceSettings } from '../settings/schema.ts';
import { checkToken, tokenHash } from '../state/gates.ts';
import { rememberRefusal } from './open-source.ts';

export type ConnectAppNeeds = Needs<'gates' | 'homeOptions' | 'instance' | 'secretStore'>;

/** A connection of its own: what is told never waits for a backup, nor a backup for it. Errors: those of `openSession`. */
export const connectApp = async (context: ConnectAppNeeds, signal: AbortSignal): Promise<MobileApp> => {
  const instance = context.instance();
  const token = tokenOf(await (await context.secretStore()).read(), instance.key);
  checkToken(await context.gates.read(), instance.key, token);
  try {
    const { session } = await openSession(await context.homeOptions(instance), signal);
    return new MobileApp(session);
  } catch (error) {
    if (error instanceof AppError && refusesToken(error.code))
      await rememberRefusal(context, instance, tokenHash(token), error.code);
    throw error;
  }
};

/** Home Assistant, or a network, that is away keeps nobody from logging out. */
const briefMs = 15_000;

/** What stays there its user has to know of: without this computer the alarm sounds. */
export const leftBehindError = ({ name, url }: InstanceSettings, cause: unknown): AppError =>
  new AppError('telling.left-behind', { name, url }, cause);

/** Takes our device out of Home Assistant, as long as there is a token for it. Errors: those of the connection. */
export const removeDevice = async (context: ConnectAppNeeds & Needs<'settings'>, signal: AbortSignal): Promise<void> =>
  removeBy((until) => connectApp(context, until), context.settings.current.computerId, signal);

/**
 * The same where another home has taken the place of this one.
 *
 * @param token - the one that it was set up with
 */
export const removeFromFormer = async (
  context: Needs<'homeOptions' | 'settings'>,
  former: InstanceSettings,
  token: string,
  signal: AbortSignal,
): Promise<void> => {
  const open = async (until: AbortSignal): Promise<MobileApp> => {
    const options = { ...(await context.homeOptions(former)), token: () => Promise.resolve(token) };
    return new MobileApp((await openSession(options, until)).session);
  };
  await removeBy(open, context.settings.current.computerId, signal);
};

const removeBy = async (
  open: (signal: AbortSignal) => Promise<MobileApp>,
  computerId: string,
  signal: AbortSignal,
): Promise<void> => {
  const until = AbortSignal.any([signal, AbortSignal.timeout(briefMs)]);
  try {
    const app = await open(until);
    try {
      await takeAway(app, computerId, until);
    } finally {
      await app.close();
    }
  } catch (error) {
    throw until.aborted && !signal.aborted ? new AppError('ha.unreachable', { reason: 'no-answer' }) : error;
  }
};

/** The alarm whatever is remembered of it: one that stays would sound for ever. Neither keeps the other. */
const takeAway = async (app: MobileApp, computerId: string, signal: AbortSignal): Promise<void> => {
  try {
    await app.removeAutomation(alarmId(computerId), signal);
  } finally {
    const device = await app.find(computerId, signal);
    if (device?.entryId !== undefined) await app.remove(device.entryId, signal);
  }
};
