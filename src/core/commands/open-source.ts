import type { ErrorCode } from '../../shared/error-codes.ts';
import { refusesToken } from '../../shared/problems/rules.ts';
import type { Needs } from '../context.ts';
import { tokenOf } from '../open-home.ts';
import { AppError } from '../errors/app-error.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import type { InstanceSettings } from '../settings/schema.ts';
import { checkToken, tokenHash } from '../state/gates.ts';

export type SourceNeeds = Needs<'connect' | 'gates' | 'secretStore'>;

/** A connection and which token it was opened with: a refusal is that token's, whatever was set up since. */
export interface OpenSource {
  readonly source: BackupSource;
  readonly tokenHash: string;
}

/** Connects, unless Home Assistant refused this token before. Remembers a refusal. */
export const openSource = async (
  context: SourceNeeds,
  instance: InstanceSettings,
  signal: AbortSignal,
): Promise<OpenSource> => {
  const opened = await withStoredToken(context, instance, () => context.connect(instance, signal));
  return { source: opened.home, tokenHash: opened.tokenHash };
};

/** The same for any way of connecting. */
export const withStoredToken = async <T>(
  context: Needs<'gates' | 'secretStore'>,
  instance: InstanceSettings,
  connect: () => Promise<T>,
): Promise<{ readonly home: T; readonly tokenHash: string }> => {
  const token = tokenOf(await (await context.secretStore()).read(), instance.key);
  checkToken(await context.gates.read(), instance.key, token);
  try {
    return { home: await connect(), tokenHash: tokenHash(token) };
  } catch (error) {
    if (error instanceof AppError) await rememberRefusal(context, instance, tokenHash(token), error.code);
    throw error;
  }
};

/** Also for a refusal that came in the middle of a run. */
export const rememberRefusal = async (
  { gates }: Needs<'gates'>,
  instance: InstanceSettings,
  hash: string,
  code: ErrorCode,
): Promise<void> => {
  if (!refusesToken(code)) return;
  await gates.update((current) => ({
    ...current,
    tokensRefused: { ...current.tokensRefused, [instance.key]: { hash, code } },
  }));
};
