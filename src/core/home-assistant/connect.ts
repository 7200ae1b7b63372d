import { AppError, isCode, throwIfCancelled } from '../errors/app-error.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import { candidateUrls } from './address.ts';
import { BackupApi } from './backup-api.ts';
import { hasSupervisor } from './describe.ts';
import { discoverHomes } from './discovery.ts';
import { CommandRefused, commandFailure } from './errors.ts';
import { HomeSource, type HomeApi } from './home-source.ts';
import { Link } from './link.ts';
import { defaultTimeouts, type ConnectOptions, type Timeouts } from './options.ts';
import { findHomeAssistant } from './probe.ts';
import { agentsSchema, userSchema, type CoreConfig } from './schemas.ts';
import { ask, askConfig, type Session } from './session.ts';
import { SupervisorApi } from './supervisor-api.ts';
import { TokenUse } from './token-use.ts';

/**
 * Finds Home Assistant, proves the token once, and gives the source that fits its version. Whatever fails, nothing stays open.
 * Errors: `settings.invalid`, `ha.away`, `ha.unreachable`, `ha.not-home-assistant`, `ha.tls-untrusted`, `ha.redirected`,
 * `ha.token-invalid`, `ha.banned`, `ha.not-admin`, `ha.too-old`, `ha.starting`, `ha.no-agent`, `ha.protocol`, `sync.cancelled`.
 */
export const connect = async (options: ConnectOptions, signal: AbortSignal): Promise<BackupSource> => {
  throwIfCancelled(signal);
  const timeouts: Timeouts = { ...defaultTimeouts, ...options.timeouts };
  const tokenUse = new TokenUse(options);
  const urls = await usableUrls(candidateUrls(options.url), tokenUse);
  const { clock, logger, tls } = options;
  const { url } = await findHomeAssistant(urls, { clock, tls, ms: timeouts.probe }, signal);
  const link = new Link({ url, tls, tokenUse, clock, logger, timeouts });
  try {
    const { is_admin: admin } = await ask({ link }, { type: 'auth/current_user' }, userSchema, signal);
    if (!admin) throw tokenUse.heed(new AppError('ha.not-admin'));
    const config = await askConfig({ link }, signal);
    const session: Session = {
      ...{ url, tls, tokenUse, link, clock, logger, timeouts },
      hasSupervisor: hasSupervisor(config),
      knownInstanceId: options.knownInstanceId,
      discover: options.discover ?? discoverHomes,
    };
    return new HomeSource(session, await fittingApi(session, config, signal));
  } catch (error) {
    await link.close();
    throw error;
  }
};

/** Addresses that the token may go to: away from home nothing there is even asked who it is. */
const usableUrls = async (urls: readonly string[], tokenUse: TokenUse): Promise<string[]> => {
  const usable: string[] = [];
  let away: unknown;
  for (const url of urls) {
    try {
      await tokenUse.check(url);
      usable.push(url);
    } catch (error) {
      if (!isCode(error, 'ha.away')) throw error;
      away = error;
    }
  }
  if (usable.length === 0) throw away;
  return usable;
};

/** By asking, not by version numbers: early in its start every version denies knowing the commands (facts 9.2). */
const fittingApi = async (session: Session, config: CoreConfig, signal: AbortSignal): Promise<HomeApi> => {
  try {
    await session.link.ask({ type: 'backup/agents/info' }, agentsSchema, signal);
    return new BackupApi(session);
  } catch (error) {
    if (!(error instanceof CommandRefused) || error.code !== 'unknown_command') throw commandFailure(error);
  }
  const { state, version, components, recovery_mode: recovery } = config;
  if (state !== 'RUNNING' || recovery === true)
    throw new AppError('ha.starting', { state, recovery: recovery === true });
  // The integration that is always loaded is missing on a version that would have the commands: something is broken there.
  if (!components.includes('backup') && isSince2025(version)) throw new AppError('ha.no-agent', { version });
  if (session.hasSupervisor) return new SupervisorApi(session);
  throw new AppError('ha.too-old', { version });
};

const isSince2025 = (version: string): boolean => Number(version.split('.')[0]) >= 2025;
