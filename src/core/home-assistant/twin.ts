import { AppError } from '../errors/app-error.ts';
import { discoverInstance, type Session } from './session.ts';

/**
 * What announces itself at this very address under another id is another Home Assistant, and that is known before it has the
 * token. Silence proves nothing: routers and firewalls drop multicast. Error: `ha.instance-changed`.
 */
export const refuseTwin = async (
  known: string,
  where: Pick<Session, 'clock' | 'timeouts' | 'url' | 'logger' | 'discover'>,
  signal: AbortSignal,
): Promise<void> => {
  const found = (await discoverInstance(where, signal))?.id;
  if (found !== undefined && found !== known) throw new AppError('ha.instance-changed', { found, known });
};
