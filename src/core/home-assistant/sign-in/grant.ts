import { z } from 'zod';
import { boundedJson } from '../../bounded-json.ts';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../ports/clock.ts';
import { withDeadline } from '../deadline.ts';
import { httpFailure, networkFailure, words } from '../errors.ts';
import { openGet, postForm, readText, type Ways } from '../http.ts';
import type { Authorization } from './authorization.ts';

/** The Home Assistant that was tested, and how it is reached: nothing of a sign-in goes anywhere else. */
export interface Door extends Ways {
  /** Base URL. */
  readonly url: string;
  readonly clock: Clock;
  /** Milliseconds for one question. */
  readonly ms: number;
}

/** Both secret. The first is good for half an hour, the second until it is revoked. */
export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const metadata = z.object({ code_challenge_methods_supported: z.array(z.string()) });

/** Whether it knows PKCE with SHA-256, by its own word; older versions say nothing of it. */
export const knowsPkce = async (door: Door, signal: AbortSignal): Promise<boolean> => {
  const text = await asked(door, signal, async (job) =>
    readText(await openGet(`${door.url}/.well-known/oauth-authorization-server`, {}, door, job)),
  );
  const read = metadata.safeParse(boundedJson(Buffer.from(text)));
  return read.success && read.data.code_challenge_methods_supported.includes('S256');
};

const token = z.string().min(1).max(4_096);
const granted = z.object({ access_token: token, refresh_token: token });
const refused = z.object({ error: z.string(), error_description: z.string().optional() });

/** The code for tokens, once. Errors: `ha.sign-in-refused` (Home Assistant's own no), `ha.protocol`, those of a connection. */
export const exchangeCode = async (
  door: Door,
  { clientId, verifier }: Authorization,
  code: string,
  signal: AbortSignal,
): Promise<Grant> => {
  const fields = {
    grant_type: 'authorization_code',
    code,
    client_id: clientId,
    ...(verifier === undefined ? {} : { code_verifier: verifier }),
  };
  return await asked(door, signal, async (job) => {
    const answer = await postForm(`${door.url}/auth/token`, fields, door, job);
    const { status } = answer;
    const json = boundedJson(Buffer.from(await readText(answer)));
    if (status !== 200) {
      const no = refused.safeParse(json);
      if (!no.success) throw httpFailure({ ...answer, path: '/auth/token' }, 'sign-in');
      throw new AppError('ha.sign-in-refused', { status, says: words(no.data.error_description ?? no.data.error) });
    }
    const read = granted.safeParse(json);
    if (!read.success) throw new AppError('ha.protocol', { step: 'sign-in' });
    return { accessToken: read.data.access_token, refreshToken: read.data.refresh_token };
  });
};

/** Home Assistant answers the same whether it knew it or not. Errors: those of a connection. */
export const revoke = async (door: Door, { refreshToken }: Grant, signal: AbortSignal): Promise<void> => {
  await asked(door, signal, async (job) => {
    const answer = await postForm(`${door.url}/auth/revoke`, { token: refreshToken }, door, job);
    answer.close();
    if (answer.status !== 200) throw httpFailure({ ...answer, path: '/auth/revoke' }, 'sign-in');
  });
};

/** Errors of the library hold the whole request, code and tokens included: none gets out. */
const asked = async <T>(
  { url, clock, ms }: Door,
  signal: AbortSignal,
  work: (job: AbortSignal) => Promise<T>,
): Promise<T> => {
  const late = (): AppError => new AppError('ha.unreachable', { url, reason: 'no-answer' });
  return await withDeadline({ clock, ms, signal, late }, async (job) => {
    try {
      return await work(job);
    } catch (error) {
      throw networkFailure(error, { url });
    }
  });
};
