import { timingSafeEqual } from 'node:crypto';

/** A request to the door that waits for the browser's answer, as far as it is looked at. */
export interface Callback {
  readonly method: string | undefined;
  readonly host: string | undefined;
  /** Path and query, as they came. */
  readonly target: string | undefined;
}

export type Verdict = { readonly code: string } | 'refused' | 'elsewhere';

/** Home Assistant's are 32 hexadecimal digits. */
const codeShape = /^[\w.~-]{1,512}$/;
const longest = 4_096;

/**
 * What a request is. Any page in any browser of this computer can send one, also by a name that it made lead here: only a
 * plain visit of our very origin with our state counts. `elsewhere`: not the page of the answer at all. Pure.
 */
export const judgeCallback = ({ method, host, target }: Callback, origin: string, state: string): Verdict => {
  if (target === undefined || target.length > longest || !URL.canParse(target, origin)) return 'elsewhere';
  const url = new URL(target, origin);
  if (`http://${host ?? ''}` !== origin || url.origin !== origin || url.pathname !== '/') return 'elsewhere';
  return method === 'GET' ? judgeAnswer(url.searchParams, state) : 'refused';
};

const judgeAnswer = (query: URLSearchParams, state: string): Verdict => {
  const [given, ...otherStates] = query.getAll('state');
  const [code, ...otherCodes] = query.getAll('code');
  if (given === undefined || otherStates.length > 0 || !isSame(given, state)) return 'refused';
  return code === undefined || otherCodes.length > 0 || !codeShape.test(code) ? 'refused' : { code };
};

const isSame = (given: string, wanted: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
};
