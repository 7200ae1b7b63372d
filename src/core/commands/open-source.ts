import type { ErrorCode } from '../../shared/error-codes.ts';
import { tokenOf, type Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import type { InstanceSettings } from '../settings/schema.ts';
import { checkToken, tokenHash } from '../state/gates.ts';

/** What Home Assistant said against this very token or address: tried again only after the user did something. */
const refusals: readonly ErrorCode[] = ['ha.token-invalid', 'ha.banned', 'ha.not-admin'];

/** Connects, unless Home Assistant refused this token before. Remembers a refusal. */
export const openSource = async (
  context: Context,
  instance: InstanceSettings,
  signal: AbortSignal,
): Promise<BackupSource> => {
  const token = await readToken(context, instance);
  checkToken(await context.gates.read(), instance.key, token);
  try {
    return await context.connect(instance, signal);
  } catch (error) {
    if (error instanceof AppError) await rememberRefusal(context, instance, error.code);
    throw error;
  }
};

/** Also for a refusal that came in the middle of a run. */
export const rememberRefusal = async (context: Context, instance: InstanceSettings, code: ErrorCode): Promise<void> => {
  if (!refusals.includes(code)) return;
  const hash = tokenHash(await readToken(context, instance));
  await context.gates.update((gates) => ({
    ...gates,
    tokensRefused: { ...gates.tokensRefused, [instance.key]: { hash, code } },
  }));
};

const readToken = async (context: Context, instance: InstanceSettings): Promise<string> =>
  tokenOf(await (await context.secretStore()).read(), instance.key);
