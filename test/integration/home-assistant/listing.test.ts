import { describe, expect, it } from 'vitest';
import { type HomeAssistantSimulator, type SimulatorOptions } from '../../simulators/home-assistant/index.ts';
import type { BackupSource } from '../../../src/core/ports/backup-source.ts';
import { connected, failureOf, never, optionsFor, startHome } from './support.ts';
import { eventually } from '../../support/eventually.ts';

const start = async (options: SimulatorOptions): Promise<{ home: HomeAssistantSimulator; source: BackupSource }> => {
  const home = await startHome(options);
  const source = await connected(optionsFor(home));
  return { home, source };
};

const kinds: SimulatorOptions[] = [
  { version: '2026.11.0' },
  { version: '2025.1.4' },
  { version: '2026.11.0', install: 'os' },
  { version: '2025.1.4', install: 'os' },
  { version: '2024.12.5', install: 'os' },
];

describe.each(kinds)('list of %j', (options) => {
  it('has every backup with size and protection', async () => {
    const { home, source } = await start(options);
    await home.addBackup({ protected: true, sizeBytes: 50_000 });
    await home.addBackup({ name: 'By hand', kind: 'manual' });
    const { items, complete } = await source.list(never);
    expect(complete).toBe(true);
    const expected = home.backups().map(({ id, name, date, agents }) => ({
      id,
      name,
      date,
      copies: Object.entries(agents).map(([agentId, copy]) => ({ agentId, ...copy })),
    }));
    expect([...items].sort((a, b) => a.id.localeCompare(b.id))).toMatchObject(
      expected.toSorted((a, b) => a.id.localeCompare(b.id)),
    );
    expect(items.map(({ haVersion }) => haVersion)).toEqual([options.version, options.version]);
  });

  it('is complete and empty where there is nothing', async () => {
    const { source } = await start(options);
    expect(await source.list(never)).toEqual({ items: [], complete: true });
  });

  it('is not believed while Home Assistant starts', async () => {
    const { home, source } = await start(options);
    await home.addBackup();
    home.setState('blocked');
    expect(await source.list(never)).toMatchObject({ complete: false, why: { code: 'ha.starting' } });
    home.setState('running');
    expect(await source.list(never)).toMatchObject({ complete: true });
  });
});

describe('one agent in trouble', () => {
  it('spoils the list when it is the own disk', async () => {
    const { home, source } = await start({ install: 'os' });
    await home.addBackup();
    home.fault({ kind: 'agent-error', agentId: 'hassio.local', message: '' });
    expect(await source.list(never)).toMatchObject({
      complete: false,
      why: { code: 'ha.list-incomplete', facts: { agent: 'hassio.local', reason: '' } },
    });
  });

  it('does not when it is another one', async () => {
    const { home, source } = await start({ install: 'os' });
    const id = await home.addBackup({ agents: ['hassio.local', 'hassio.nas'] });
    home.fault({ kind: 'agent-error', agentId: 'hassio.nas' });
    const { items, complete } = await source.list(never);
    expect([complete, items.map((backup) => backup.id)]).toEqual([true, [id]]);
  });
});

describe('commands in trouble', () => {
  it.each([
    ['backup/info', 'unknown_command', 'ha.starting'],
    ['backup/info', 'unauthorized', 'ha.not-admin'],
    ['backup/agents/info', 'home_assistant_error', 'ha.protocol'],
    ['get_config', 'invalid_format', 'ha.protocol'],
  ])('%s answers %s: %s', async (command, code, expected) => {
    const { home, source } = await start({});
    home.fault({ kind: 'command-error', command, code });
    expect((await failureOf(source.list(never))).code).toBe(expected);
  });

  it.each(['unknown_error', 'home_assistant_error', 'timeout'])(
    'takes %s of the list for trouble behind it',
    async (code) => {
      const { home, source } = await start({ version: '2025.1.4', install: 'os' });
      home.fault({ kind: 'command-error', command: 'backup/info', code, message: 'Unknown error' });
      expect(await source.list(never)).toMatchObject({
        complete: false,
        why: { code: 'ha.list-incomplete', facts: { agent: 'hassio.local', reason: 'Unknown error' } },
      });
    },
  );

  it('waits for no answer longer than allowed, and takes the next one', async () => {
    const home = await startHome();
    const source = await connected(optionsFor(home, { timeouts: { list: 100 } }));
    home.fault({ kind: 'no-answer', command: 'backup/info', times: 1 });
    expect(await failureOf(source.list(never))).toMatchObject({
      code: 'ha.unreachable',
      facts: { reason: 'no-answer', command: 'backup/info' },
    });
    expect(await source.list(never)).toMatchObject({ complete: true });
  });

  it('can be cancelled while it waits', async () => {
    const { home, source } = await start({});
    home.fault({ kind: 'no-answer', command: 'backup/info', times: 1 });
    const cancel = new AbortController();
    const listing = failureOf(source.list(cancel.signal));
    await eventually(() => expect(home.log().map(({ what }) => what)).toContain('backup/info'));
    cancel.abort();
    expect((await listing).code).toBe('sync.cancelled');
  });

  it('has the Supervisor’s words for what it cannot list', async () => {
    const { home, source } = await start({ version: '2024.12.5', install: 'os' });
    home.fault({ kind: 'command-error', command: 'supervisor/api', code: 'unknown_error', message: '', times: 1 });
    expect(await source.list(never)).toMatchObject({ complete: false, why: { code: 'ha.list-incomplete' } });
    const message = 'System is not ready with state: setup';
    home.fault({ kind: 'command-error', command: 'supervisor/api', code: 'unknown_error', message, times: 1 });
    expect(await source.list(never)).toMatchObject({ complete: false, why: { code: 'ha.starting' } });
    expect(await source.list(never)).toMatchObject({ complete: true });
  });
});
