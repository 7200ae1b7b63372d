import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { z } from 'zod';
import { AppError, isCode } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { HomeDescription, InstallType } from '../ports/backup-source.ts';
import type { Logger } from '../ports/logger.ts';
import { withDeadline } from './deadline.ts';
import { toInstallType } from './describe.ts';
import { homeAt, type Discover } from './discovery.ts';
import { commandFailure } from './errors.ts';
import type { HaConnection } from './ha-connection.ts';
import type { Timeouts } from './options.ts';
import { findHomeAssistant } from './probe.ts';
import type { Route } from './route.ts';
import { coreConfigSchema, systemHealthSchema, type CoreConfig } from './schemas.ts';
import type { Command } from './socket.ts';
import { supervisorInfoSchema } from './supervisor-schemas.ts';
import type { TlsTrust } from './tls.ts';
import type { TokenUse } from './token-use.ts';

/** What both kinds of sources stand on: one Home Assistant, found and spoken to. */
export interface Session {
  /** Base URL. */
  readonly url: string;
  readonly tls: TlsTrust | undefined;
  readonly tokenUse: TokenUse;
  readonly link: HaConnection;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timeouts: Timeouts;
  readonly hasSupervisor: boolean;
  readonly knownInstanceId: string | undefined;
  readonly discover: Discover;
}

/** A command with our codes for Home Assistant's refusals. */
export const ask = async <T>(
  { link }: Pick<Session, 'link'>,
  command: Command,
  schema: z.ZodType<T>,
  signal: AbortSignal,
  ms?: number,
): Promise<T> => {
  try {
    return await link.ask(command, schema, signal, ms);
  } catch (error) {
    throw commandFailure(error);
  }
};

export const askConfig = async (session: Pick<Session, 'link'>, signal: AbortSignal): Promise<CoreConfig> =>
  ask(session, { type: 'get_config' }, coreConfigSchema, signal);

/**
 * Core gives the Supervisor 10 s by default (facts#supervisor-commands); network storage needs more. Our own deadline
 * (`Timeouts`) is a little longer.
 */
const supervisorSeconds = 60;

export interface SupervisorCall {
  readonly endpoint: string;
  readonly method?: 'get' | 'post';
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The Supervisor through Core. Throws `CommandRefused` with the Supervisor's own words (empty: it was away or too slow). */
export const askSupervisor = async <T>(
  { link, timeouts }: Pick<Session, 'link' | 'timeouts'>,
  { endpoint, method = 'get', data }: SupervisorCall,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> => {
  const command = { type: 'supervisor/api', endpoint, method, timeout: supervisorSeconds, ...(data && { data }) };
  return link.ask(command, schema, signal, timeouts.supervisor);
};

/** Milliseconds that Home Assistant's clock is ahead, as it is now. */
export const measureClockSkew = async (session: Session, signal: AbortSignal): Promise<number | undefined> => {
  const { url, tls, clock, timeouts, tokenUse } = session;
  // In a strange network whatever answers there would be judged.
  const route = (one: string): Promise<Route | undefined> => tokenUse.route(one);
  return (await findHomeAssistant([url], { clock, tls, route, ms: timeouts.probe }, signal)).clockSkewMs;
};

/** How it was installed. Costs Home Assistant a round of its health checks without Supervisor: ask once. */
export const askInstallType = async (session: Session, signal: AbortSignal): Promise<InstallType> => {
  const { link, timeouts } = session;
  try {
    if (session.hasSupervisor) {
      const { hassos } = await askSupervisor(session, { endpoint: '/info' }, supervisorInfoSchema, signal);
      if (typeof hassos === 'string') return 'os';
      return hassos === undefined || hassos === null ? 'supervised' : 'unknown';
    }
    const pick = (event: unknown): string | undefined =>
      systemHealthSchema.safeParse(event).data?.data.homeassistant.info.installation_type;
    return toInstallType(await link.first({ type: 'system_health/info' }, pick, signal, timeouts.request));
  } catch (thrown) {
    const error = commandFailure(thrown);
    if (!(error instanceof AppError) || isCode(error, 'sync.cancelled')) throw error;
    session.logger.info('ha.install-type-unknown', { code: error.code });
    return 'unknown';
  }
};

/** The id that this Home Assistant tells the local network, where exactly one there is this one. */
export const discoverInstance = async (
  session: Pick<Session, 'clock' | 'timeouts' | 'url' | 'logger' | 'discover'>,
  signal: AbortSignal,
): Promise<HomeDescription['instance']> => {
  const { clock, timeouts, url, logger } = session;
  const ms = timeouts.discovery;
  try {
    const late = (): AppError => new AppError('ha.unreachable', { step: 'discovery' });
    const [homes, addresses] = await withDeadline({ clock, ms: ms + timeouts.probe, signal, late }, async (job) =>
      Promise.all([session.discover(clock, ms, job), addressesOf(url)]),
    );
    const id = homeAt(homes, url, addresses)?.uuid;
    return id === undefined ? undefined : { id, from: 'discovery' };
  } catch (error) {
    if (!(error instanceof AppError) || signal.aborted) throw error;
    logger.info('ha.discovery-failed', { code: error.code });
    return undefined;
  }
};

const addressesOf = async (url: string): Promise<string[]> => {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return []; // A name that does not resolve matches nothing.
  }
};
