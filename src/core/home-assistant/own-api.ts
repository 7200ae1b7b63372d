import { boundedJson } from '../bounded-json.ts';
import { AppError } from '../errors/app-error.ts';
import { confirmRefusal } from './confirm-refusal.ts';
import { withDeadline } from './deadline.ts';
import { httpFailure, networkFailure } from './errors.ts';
import { callJson, readText, type JsonCall } from './http.ts';
import type { Session } from './session.ts';

export interface ApiCall extends Pick<JsonCall, 'method' | 'body'> {
  /** Begins with `/api/`. */
  readonly path: string;
}

export interface ApiAnswer {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

/** What the caller makes of an answer himself: done, "malformed", "there is none". */
const answers = new Set([200, 201, 400, 404]);

/** One small call of Home Assistant's REST API. Errors: `ha.unreachable` and other `ha.*`, `sync.cancelled`. */
export const callApi = async (
  session: Session,
  { method, path, body }: ApiCall,
  signal: AbortSignal,
): Promise<ApiAnswer> => {
  const { url, tls, tokenUse, clock, timeouts } = session;
  // A dead token is found out by the socket.
  await session.link.open(signal);
  const { token, route } = await tokenUse.take(url);
  const late = (): AppError => new AppError('ha.unreachable', { reason: 'no-answer', step: 'api' });
  try {
    return await withDeadline({ clock, ms: timeouts.request, signal, late }, async (job) => {
      const headers = { Authorization: `Bearer ${token}` };
      const answer = await callJson({ method, url: `${url}${path}`, headers, body }, { tls, route }, job);
      const { status, header } = answer;
      const says = await readText(answer);
      if (!answers.has(status)) throw httpFailure({ status, header, path }, 'api');
      return { status, body: boundedJson(Buffer.from(says)) };
    });
  } catch (error) {
    if (signal.aborted) throw new AppError('sync.cancelled');
    throw tokenUse.heed(await confirmRefusal(session, networkFailure(error), signal));
  }
};
