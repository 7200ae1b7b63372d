import { AppError, throwIfCancelled } from '../errors/app-error.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import { candidateUrls } from './address.ts';
import { BackupApi } from './backup-api.ts';
import { hasSupervisor } from './describe.ts';
import { discoverHomes } from './discovery.ts';
import { CommandRefused, commandFailure } from './errors.ts';
import { HomeSource, type HomeApi } from './home-source.ts';
import { HaConnection } from './ha-connection.ts';
import { defaultTimeouts, type ConnectOptions, type Timeouts } from './options.ts';
import { findHomeAssistant } from './probe.ts';
import type { Route } from './route.ts';
import { agentsSchema, unknown, userSchema, type CoreConfig } from './schemas.ts';
import { ask, askConfig, type Session } from './session.ts';
import { SupervisorApi } from './supervisor-api.ts';
import { TokenUse } from './token-use.ts';
import { refuseTwin } from './twin.ts';

/**
 * Finds Home Assistant, proves the token once, and gives the source that fits its version. Whatever fails, nothing stays open.
 * Errors: `settings.invalid`, `ha.away`, `ha.unreachable`, `ha.not-home-assistant`, `ha.tls-untrusted`, `ha.redirected`,
 * `ha.instance-changed`, `ha.token-invalid`, `ha.banned`, `ha.not-admin`, `ha.too-old`, `ha.starting`, `ha.no-agent`, `ha.protocol`, `sync.cancelled`.
 */
export const connect = async (options: ConnectOptions, signal: AbortSignal): Promise<BackupSource> => {
  const { session, api } = await openHome(options, signal);
  return new HomeSource(session, api);
};

export interface OpenHome {
  readonly session: Session;
  /** As it was when the connection was made. */
  readonly config: CoreConfig;
  readonly api: HomeApi;
}

/** What `connect` does, for those who want more of it than a source. */
export const openHome = async (options: ConnectOptions, signal: AbortSignal): Promise<OpenHome> => {
  const { session, config } = await openSession(options, signal);
  try {
    return { session, config, api: await fittingApi(session, config, signal) };
  } catch (error) {
    await session.link.close();
    throw error;
  }
};

/** The same for those who want nothing of its backups. Errors: those of `connect` but `ha.too-old` and `ha.no-agent`. */
export const openSession = async (options: ConnectOptions, signal: AbortSignal): Promise<Omit<OpenHome, 'api'>> => {
  throwIfCancelled(signal);
  const timeouts: Timeouts = { ...defaultTimeouts, ...options.timeouts };
  const tokenUse = new TokenUse(options);
  const { clock, logger, tls } = options;
  const route = (one: string): Promise<Route | undefined> => tokenUse.route(one);
  const { url } = await findHomeAssistant(
    candidateUrls(options.url),
    { clock, tls, route, ms: timeouts.probe },
    signal,
  );
  const discover = options.discover ?? discoverHomes;
  if (options.ownInstanceId !== undefined && (await tokenUse.isInClear(url)))
    await refuseTwin(options.ownInstanceId, { clock, timeouts, url, logger, discover }, signal);
  const link = new HaConnection({ url, tls, tokenUse, clock, logger, timeouts });
  try {
    const { is_admin: admin } = await ask({ link }, { type: 'auth/current_user' }, userSchema, signal);
    if (!admin) throw tokenUse.heed(new AppError('ha.not-admin'));
    const config = await askConfig({ link }, signal);
    const session: Session = {
      ...{ url, tls, tokenUse, link, clock, logger, timeouts },
      hasSupervisor: hasSupervisor(config),
      knownInstanceId: options.knownInstanceId,
      discover,
    };
    return { session, config };
  } catch (error) {
    await link.close();
    throw error;
  }
};

/**
 * By asking, not by version numbers: early in its start every version denies knowing the commands
 * (facts#detecting-features).
 */
const fittingApi = async (session: Session, config: CoreConfig, signal: AbortSignal): Promise<HomeApi> => {
  try {
    await session.link.ask({ type: 'backup/agents/info' }, agentsSchema, signal);
    return new BackupApi(session);
  } catch (error) {
    if (!(error instanceof CommandRefused) || error.code !== 'unknown_command') throw commandFailure(error);
  }
  const { state, version, components, recovery_mode: recovery } = config;
  if ((state !== 'RUNNING' && state !== unknown) || recovery === true)
    throw new AppError('ha.starting', { state, recovery: recovery === true });
  if (components === undefined) throw new AppError('ha.protocol', { step: 'get_config' });
  // The integration that is always loaded is missing on a version that would have the commands: something is broken there.
  if (!components.includes('backup') && isSince2025(version)) throw new AppError('ha.no-agent', { version });
  if (session.hasSupervisor) return new SupervisorApi(session);
  throw new AppError('ha.too-old', { version });
};

const isSince2025 = (version: string): boolean => Number(version.split('.')[0]) >= 2025;
