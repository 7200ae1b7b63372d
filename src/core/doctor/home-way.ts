import { maxSkewMs } from '../domain/schedule.ts';
import { aProblem } from '../../shared/problems/a-problem.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import { candidateUrls } from '../home-assistant/address.ts';
import { defaultTimeouts, type ConnectOptions } from '../home-assistant/options.ts';
import { findHomeAssistant, type Found } from '../home-assistant/probe.ts';
import type { Route } from '../home-assistant/route.ts';
import { isEncrypted } from '../home-assistant/token-rule.ts';
import { TokenUse } from '../home-assistant/token-use.ts';
import { fine, unasked, warned, type Answer } from './answer.ts';
import { dialAny } from './dial.ts';
import type { Question } from './question.ts';

const late = (url: string) => (): AppError => new AppError('ha.unreachable', { url, reason: 'no-answer' });
/** Beyond the deadlines of what is asked within. */
const spareMs = 5_000;

/** The way to Home Assistant, as far as it can be gone without a token. */
export const homeWay = (options: () => Promise<ConnectOptions>, url: string): readonly Question[] => [
  {
    lines: ['home-name'],
    needs: ['set-up'],
    ms: 15_000,
    late: () => new AppError('ha.unreachable', { url, reason: 'ENOTFOUND' }),
    ask: async (tell) => {
      const { network } = await options();
      const reaches = await network.reach(new URL(url).hostname.replace(/^\[|\]$/g, ''));
      if (reaches.length === 0) throw new AppError('ha.unreachable', { url, reason: 'ENOTFOUND' });
      tell('home-name', fine({ addresses: reaches.map(({ address }) => address).join(', ') }));
    },
  },
  {
    lines: ['home-network'],
    needs: ['home-name'],
    ms: 15_000,
    late: late(url),
    // In a strange network nothing there is even asked who it is.
    ask: async (tell) => {
      await new TokenUse(await options()).route(url);
      const isHere = isEncrypted(url) && !url.startsWith('https:');
      tell('home-network', fine({ encrypted: isEncrypted(url), ...(isHere && { here: true }) }));
    },
  },
  {
    lines: ['home-port'],
    needs: ['home-network'],
    ms: 3 * defaultTimeouts.probe + spareMs,
    late: late(url),
    ask: async (_, signal) => knock(await options(), signal),
  },
  {
    lines: ['home-certificate', 'home-between', 'home-answer', 'home-clock'],
    needs: ['home-port'],
    ms: 2 * defaultTimeouts.probe + spareMs,
    late: late(url),
    otherwise: 'home-answer',
    ask: async (tell, signal) => {
      if (!url.startsWith('https:')) tell('home-certificate', unasked('plain'));
      const { clockSkewMs } = await look(await options(), signal);
      tell('home-clock', clockAnswer(clockSkewMs));
    },
  },
];

/** Errors: `ha.unreachable`, or `ha.moved` with the address of the same host that answers. */
const knock = async (options: ConnectOptions, signal: AbortSignal): Promise<void> => {
  const { url, clock, timeouts } = options;
  const dialling = {
    clock,
    ms: timeouts?.probe ?? defaultTimeouts.probe,
    route: await new TokenUse(options).route(url),
  };
  const closed = await dialAny(candidateUrls(url), dialling, signal);
  if (!closed) return;
  await look(options, signal).catch((error: unknown) => {
    if (isCode(error, 'ha.moved') || signal.aborted) throw error;
    throw closed;
  });
};

const look = async (options: ConnectOptions, signal: AbortSignal): Promise<Found> => {
  const { url, clock, tls, timeouts } = options;
  const tokenUse = new TokenUse(options);
  const route = (one: string): Promise<Route | undefined> => tokenUse.route(one);
  return await findHomeAssistant(
    candidateUrls(url),
    { clock, tls, route, ms: timeouts?.probe ?? defaultTimeouts.probe },
    signal,
  );
};

/** By its Date header, within a second. */
const clockAnswer = (skewMs: number | undefined): Answer => {
  if (skewMs === undefined) return unasked('untold');
  const isOff = Math.abs(skewMs) > maxSkewMs;
  return isOff ? warned(aProblem('sync.clock-skew')) : fine({ seconds: Math.round(skewMs / 1000) });
};
