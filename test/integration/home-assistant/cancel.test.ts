import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { connect } from '../../../src/core/home-assistant/connect.ts';
import type { BackupSource } from '../../../src/core/ports/backup-source.ts';
import type { SimulatorOptions } from '../../simulators/home-assistant/index.ts';
import { startRelay, type Relay } from '../../support/relay.ts';
import { connected, later, never, optionsFor, receive, startHome } from './support.ts';
import { eventually } from '../../support/eventually.ts';

/** Fires after so many turns of the event loop. */
const cancelAfter = (turns: number): AbortSignal => {
  const cancel = new AbortController();
  const turn = (left: number): void => {
    if (left === 0) cancel.abort();
    else setImmediate(() => turn(left - 1));
  };
  turn(turns);
  return cancel.signal;
};

const openIs = (relay: Relay, count: number): Promise<void> => eventually(() => expect(relay.open()).toBe(count));

/** How it ended: with success, or with which code. */
const endOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'done';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

/** Tries with ever later cancellations until the work is done before one of them. */
const cancelEverywhere = async (
  work: (signal: AbortSignal) => Promise<unknown>,
  after: () => Promise<void>,
): Promise<void> => {
  const ends: string[] = [];
  for (let turns = 0; ends.at(-1) !== 'done'; turns += 1 + Math.floor(turns / 20)) {
    ends.push(await endOf(work(cancelAfter(turns))));
    await after();
  }
  expect(new Set(ends)).toEqual(new Set(['sync.cancelled', 'done']));
};

describe.each<SimulatorOptions>([
  { version: '2026.11.0' },
  { version: '2026.11.0', install: 'os' },
  { version: '2024.12.5', install: 'os' },
])('cancelling with %j', (options) => {
  const start = async (): Promise<Relay> => {
    const home = await startHome(options);
    await home.addBackup({ sizeBytes: 500_000 });
    const relay = await startRelay(home.url);
    later(() => relay.stop());
    url = relay.url;
    token = home.token;
    return relay;
  };
  let url: string;
  let token: string;
  const open = (): Promise<BackupSource> => connected(optionsFor({ url, token }));

  it('leaves nothing open while connecting', async () => {
    const relay = await start();
    await cancelEverywhere(
      async (signal) => {
        const source = await connect(optionsFor({ url, token }), signal);
        await source.close();
      },
      () => openIs(relay, 0),
    );
  });

  it('leaves the one socket open while listing and describing', async () => {
    const relay = await start();
    const source = await open();
    await cancelEverywhere(
      (signal) => source.list(signal),
      () => openIs(relay, 1),
    );
    await cancelEverywhere(
      (signal) => source.describe(signal),
      () => openIs(relay, 1),
    );
  });

  it('leaves the one socket open while downloading', async () => {
    const relay = await start();
    const source = await open();
    const [backup] = (await source.list(never)).items;
    const agentId = backup?.copies[0]?.agentId;
    if (!backup || agentId === undefined) throw new Error('no backup');
    const download = (signal: AbortSignal) => source.download(backup, agentId, undefined, signal);
    await cancelEverywhere(
      async (signal) => receive(await download(signal)),
      () => openIs(relay, 1),
    );
    // A download that nobody reads.
    const cancel = new AbortController();
    await download(cancel.signal);
    await openIs(relay, 2);
    cancel.abort();
    await openIs(relay, 1);
    // One that is left in the middle.
    for await (const chunk of (await download(never)).body) if (chunk.length > 0) break;
    await openIs(relay, 1);
  });

  it('leaves nothing open when the source is closed in the middle of everything', async () => {
    const relay = await start();
    const source = await open();
    const ends = [
      endOf(source.list(never)),
      endOf(source.describe(never)),
      endOf(source.create(() => undefined, never)),
    ];
    source.onChange(() => undefined);
    await source.close();
    expect(await Promise.all(ends)).not.toContain('done');
    await openIs(relay, 0);
  });
});
