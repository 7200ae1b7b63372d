import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { MovedSearch } from '../../../src/main/host/moved-search.ts';
import { isSearchDue, noOutage, outageAfter } from '../../../src/main/host/outage.ts';
import type { HostEvent } from '../../../src/main/host/reducer.ts';
import type { MovedPlace } from '../../../src/shared/contract/views.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import type { Status } from '../../../src/shared/status.ts';
import { ArrayLogger } from '../../support/app-harness.ts';
import { safeState } from '../../shell/support/view-state.ts';

const { status: safe } = safeState;

/** How the nth run ended. */
const runOf = (nth: number, code?: ErrorCode): Pick<Status, 'lastRun'> => {
  const at = new Date(Date.UTC(2026, 10, 21, 12, nth)).toISOString();
  const ended = { started: at, finished: at };
  return {
    lastRun: code ? { ...ended, outcome: 'failed', problem: { code, facts: {} } } : { ...ended, outcome: 'done' },
  };
};
const silent = 'ha.unreachable';

describe('an outage', () => {
  test.each<[string, readonly (ErrorCode | undefined)[], number]>([
    ['begins with the first failure', [silent], 1],
    ['counts those in a row', [silent, 'ha.not-home-assistant', silent], 3],
    ['ends with a run that got through', [silent, silent, undefined], 0],
    ['ends with another answer of Home Assistant', [silent, silent, 'ha.token-invalid'], 0],
    ['is neither ended nor longer by a run that was given up', [silent, 'sync.cancelled', silent], 2],
    ['is not a strange network', ['ha.away', 'ha.away'], 0],
  ])('%s', (_what, codes, failures) => {
    const after = codes.reduce((outage, code, nth) => outageAfter(outage, runOf(nth, code)), noOutage);
    expect(after.failures).toBe(failures);
  });

  test('each run counts once, however often the status is read', () => {
    const once = outageAfter(noOutage, runOf(1, silent));
    expect(outageAfter(once, runOf(1, silent))).toBe(once);
    expect(outageAfter(noOutage, { lastRun: null })).toBe(noOutage);
  });

  test('is worth a search more and more rarely: nine times in the first day of a look each five minutes', () => {
    const due = Array.from({ length: 288 }, (_none, index) => index + 1).filter((failures) =>
      isSearchDue({ failures, lastRun: null }),
    );
    expect(due).toEqual([2, 4, 8, 16, 32, 64, 128, 256]);
  });
});

const place: MovedPlace = {
  ...{ url: 'http://192.168.1.57:8123', name: 'Home', version: '2026.11.2' },
  ...{ isOlder: false, isProven: false, isEncrypted: false },
};

/** A search that is told of runs, one after the other. */
const searching = (findMoved: () => Promise<readonly MovedPlace[]>) => {
  let status: Status = safe;
  let searches = 0;
  const events: HostEvent[] = [];
  const logger = new ArrayLogger();
  const search = new MovedSearch({
    app: { findMoved: () => ((searches += 1), findMoved()) },
    status: () => status,
    dispatch: (event) => events.push(event),
    logger,
    signal: new AbortController().signal,
  });
  const tell = async (...codes: readonly (ErrorCode | undefined)[]): Promise<void> => {
    for (const code of codes) {
      status = { ...status, ...runOf((nth += 1), code) };
      search.follow();
      search.follow();
    }
    // One under way is waited for, and none is begun by that where none is due.
    await new Promise((resolve) => setImmediate(resolve));
  };
  let nth = 0;
  return {
    tell,
    search,
    events,
    logger,
    searches: () => searches,
    moveTo: (url: string) => {
      if (status.home) status = { ...status, home: { ...status.home, url } };
    },
  };
};

describe('the search for a Home Assistant that moved', () => {
  test('begins by itself at the second failure in a row, and says where one answers', async () => {
    const { tell, events, searches } = searching(() => Promise.resolve([place]));
    await tell(silent);
    expect(searches()).toBe(0);
    await tell(silent);
    expect(events).toEqual([{ type: 'moved', moved: { failed: safe.home?.url, places: [place] } }]);
    await tell(silent);
    expect(searches()).toBe(1);
    await tell(undefined);
    expect(events.at(-1)).toEqual({ type: 'moved', moved: null });
  });

  test('costs nothing while Home Assistant answers', async () => {
    const { tell, searches } = searching(() => Promise.resolve([]));
    await tell(undefined, undefined, silent, undefined, silent, undefined);
    expect(searches()).toBe(0);
  });

  test('one at a time, by itself or because the user wants it', async () => {
    let finish: (places: readonly MovedPlace[]) => void = () => undefined;
    const { tell, search, searches } = searching(() => new Promise((resolve) => (finish = resolve)));
    await tell(silent, silent);
    const asked = search.search();
    finish([place]);
    expect(await asked).toEqual([place]);
    expect(searches()).toBe(1);
  });

  test('what it finds for an address that was changed meanwhile is not said', async () => {
    let finish: (places: readonly MovedPlace[]) => void = () => undefined;
    const { tell, events, moveTo } = searching(() => new Promise((resolve) => (finish = resolve)));
    await tell(silent, silent);
    moveTo('http://192.168.1.99:8123');
    finish([place]);
    await tell();
    expect(events).toEqual([]);
  });

  test('a failure of its own is noted, and the next one comes when it is due', async () => {
    const { tell, logger, searches } = searching(() => Promise.reject(new AppError('settings.newer')));
    await tell(silent, silent);
    expect(JSON.stringify(logger)).toContain('settings.newer');
    await tell(silent, silent);
    expect(searches()).toBe(2);
  });
});
