import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src/core/errors/app-error.ts';
import type { Timeouts } from '../../../src/core/home-assistant/options.ts';
import type { BackupSource, CreateOutcome } from '../../../src/core/ports/backup-source.ts';
import { type HomeAssistantSimulator, type SimulatorOptions } from '../../simulators/home-assistant/index.ts';
import { ordinaryAnswers, startScriptedHome, type ScriptedHome } from './scripted-home.ts';
import { CollectingLogger, connected, failureOf, later, never, optionsFor, startHome } from './support.ts';
import { eventually } from '../../support/eventually.ts';

interface World {
  readonly home: HomeAssistantSimulator;
  readonly source: BackupSource;
  readonly logger: CollectingLogger;
  /** Names of the messages that Home Assistant got. */
  readonly asked: () => string[];
}

const start = async (options: SimulatorOptions, timeouts: Partial<Timeouts> = {}): Promise<World> => {
  const home = await startHome(options);
  const logger = new CollectingLogger();
  const source = await connected(optionsFor(home, { logger, timeouts }));
  return { home, source, logger, asked: () => home.log().map(({ what }) => what) };
};

const seen = (): { readonly stages: string[]; readonly note: (progress: { readonly stage: string }) => void } => {
  const stages: string[] = [];
  return { stages, note: ({ stage }) => void stages.push(stage) };
};

const core: SimulatorOptions = { version: '2026.11.0' };
const os: SimulatorOptions = { version: '2026.11.0', install: 'os' };
const oldOs: SimulatorOptions = { version: '2024.12.5', install: 'os' };

describe.each([core, { version: '2025.1.4' } as const, os, { version: '2025.1.4', install: 'os' } as const, oldOs])(
  'a backup by %j',
  (options) => {
    it('is made, followed and found', async () => {
      const { home, source } = await start(options);
      await home.addBackup();
      const { stages, note } = seen();
      const { backup, partial } = await source.create(note, never);
      expect(partial).toBe(false);
      expect(home.backups().map(({ id }) => id)).toContain(backup.id);
      expect(home.backups()).toHaveLength(2);
      expect(stages.length).toBeGreaterThan(0);
      expect(stages).not.toContain(undefined);
    });
  },
);

describe('what is ordered', () => {
  it.each([core, os])('the automatic settings where there are some: %j', async (options) => {
    const { home, source, asked } = await start({ ...options, encryptionKeySet: true, automatic: {} });
    const { backup } = await source.create(() => undefined, never);
    expect(backup.kind).toBe('automatic');
    expect(backup.copies.every((copy) => copy.protected)).toBe(true);
    expect(asked()).toContain('backup/generate_with_automatic_settings');
    expect(home.backups().map(({ kind }) => kind)).toEqual(['automatic']);
  });

  it.each([core, os])(
    'everything on the own disk where there are none, never the automatic way: %j',
    async (options) => {
      const { source, asked } = await start(options);
      const { backup } = await source.create(() => undefined, never);
      expect(backup.kind).toBe('manual');
      expect(backup.copies.map(({ agentId }) => agentId)).toEqual([
        options.install === 'os' ? 'hassio.local' : 'backup.local',
      ]);
      expect(backup.copies.map((copy) => copy.protected)).toEqual([false]);
      expect([backup.addons.length > 0, backup.folders.length > 1]).toEqual([
        options.install === 'os',
        options.install === 'os',
      ]);
      expect(asked()).not.toContain('backup/generate_with_automatic_settings');
    },
  );

  it('encrypted with Home Assistant’s key where it has one, which shows nowhere', async () => {
    const { source, logger } = await start({
      ...core,
      encryptionKeySet: true,
      automatic: { configured: false, agents: [] },
    });
    const outcome = await source.create(() => undefined, never);
    expect(outcome.backup.copies.map((copy) => copy.protected)).toEqual([true]);
    expect(JSON.stringify([outcome, logger.lines])).not.toMatch(/[A-Z0-9]{4}(-[A-Z0-9]{4}){6}|KEY/);
  });
});

describe('what goes wrong', () => {
  it.each([core, os])('a failure that leaves nothing, with the reason: %j', async (options) => {
    const { home, source } = await start(options);
    home.fault({ kind: 'generate-fails', reason: 'upload_failed' });
    expect(await failureOf(source.create(() => undefined, never))).toMatchObject({
      code: 'ha.create-failed',
      facts: { reason: 'upload_failed' },
    });
  });

  it('a location that fails, with a good copy on the own disk', async () => {
    const { home, source } = await start({ ...os, automatic: { agents: ['hassio.local', 'hassio.nas'] } });
    home.fault({ kind: 'upload-failed', agentId: 'hassio.nas' });
    const { backup, partial } = await source.create(() => undefined, never);
    expect(partial).toBe(true);
    expect(backup.failed.agents).toEqual(['hassio.nas']);
    expect(backup.copies.map(({ agentId }) => agentId)).toEqual(['hassio.local']);
  });

  it('an app that Home Assistant reports as missing', async () => {
    const { home, source } = await start(os);
    home.fault({ kind: 'partial', addons: ['core_mosquitto'] });
    const { backup, partial } = await source.create(() => undefined, never);
    expect([partial, backup.failed.addons]).toEqual([true, ['core_mosquitto']]);
  });

  it('another backup in the making', async () => {
    const { home, source } = await start(core);
    home.fault({ kind: 'generate-never-ends' });
    const cancel = new AbortController();
    const first = failureOf(source.create(() => undefined, cancel.signal));
    const busy = async (): Promise<void> => {
      const failure = await failureOf(source.create(() => undefined, never));
      expect(failure).toMatchObject({ code: 'ha.busy', facts: { state: 'create_backup' } });
    };
    await eventually(() => expect(home.log().map(({ what }) => what)).toContain('backup/generate'));
    await busy();
    cancel.abort();
    expect((await first).code).toBe('sync.cancelled');
    // Cancelling does not stop Home Assistant.
    await busy();
  });

  it('a Home Assistant that is still starting', async () => {
    const { home, source } = await start(core);
    home.setState('blocked');
    expect((await failureOf(source.create(() => undefined, never))).code).toBe('ha.starting');
  });

  it('an order that is refused in words', async () => {
    const { home, source } = await start(os);
    const message =
      "Error creating backup: 'BackupManager.do_backup_partial' blocked from execution, not enough free space";
    home.fault({ kind: 'command-error', command: 'backup/generate', code: 'home_assistant_error', message });
    expect(await failureOf(source.create(() => undefined, never))).toMatchObject({
      code: 'ha.create-failed',
      facts: { reason: "'BackupManager.do_backup_partial' blocked from execution, not enough free space" },
    });
  });

  it('a list that cannot be believed, before anything is ordered', async () => {
    const { home, source, asked } = await start(os);
    home.fault({ kind: 'list-empty-with-error' });
    expect((await failureOf(source.create(() => undefined, never))).code).toBe('ha.list-incomplete');
    expect(asked()).not.toContain('backup/generate');
  });

  it('a backup that never ends: noticed after a long silence, with looks in between', async () => {
    const { home, source, asked } = await start(core, { createQuiet: 20, createSilence: 100 });
    home.fault({ kind: 'generate-never-ends' });
    const failure = await failureOf(source.create(() => undefined, never));
    expect(failure).toMatchObject({ code: 'ha.create-stuck', facts: { stage: 'home_assistant' } });
    expect(asked().filter((what) => what === 'backup/subscribe_events').length).toBeGreaterThanOrEqual(4);
  });
});

describe('a Supervisor that lost the job', () => {
  /** Home Assistant OS in `create_backup`, and what its Supervisor knows of it. */
  const startLosing = async (jobs: readonly object[], stage: string): Promise<ScriptedHome> => {
    const answers: Record<string, unknown> = {
      ...ordinaryAnswers,
      'backup/generate': { backup_job_id: 'job' },
      '/jobs/info': { jobs },
      '/info': { hassos: '18.1', state: 'running' },
    };
    const busy = { manager_state: 'create_backup', stage, state: 'in_progress', reason: null };
    let event: object = { manager_state: 'idle' };
    const scripted = await startScriptedHome(({ id, type, endpoint }, socket) => {
      if (type === 'backup/subscribe_events') socket.event(id, event);
      if (type === 'backup/generate') event = busy;
      socket.result(id, answers[String(endpoint ?? type)] ?? null);
    });
    later(() => scripted.stop());
    return scripted;
  };

  const createOn = async (scripted: ScriptedHome, timeouts: Partial<Timeouts>): Promise<AppError> => {
    const source = await connected(optionsFor({ url: scripted.url, token: 't' }, { timeouts }));
    return failureOf(source.create(() => undefined, never));
  };

  it('is noticed with the second look, long before the silence is', async () => {
    const scripted = await startLosing([], 'addons');
    const failure = await createOn(scripted, { createQuiet: 20, createSilence: 3_600_000 });
    expect(failure).toMatchObject({ code: 'ha.create-stuck', facts: { lostBySupervisor: true, stage: 'addons' } });
    expect(scripted.messages.filter(({ endpoint }) => endpoint === '/jobs/info')).toHaveLength(2);
  });

  it.each([
    ['it still works on it', [{ name: 'backup_manager_partial_backup', done: false }], 'addons'],
    ['Core works alone by then', [], 'upload_to_agents'],
  ])('is not believed while %s', async (_why, jobs, stage) => {
    const scripted = await startLosing(jobs, stage);
    const failure = await createOn(scripted, { createQuiet: 20, createSilence: 120 });
    expect(failure.code).toBe('ha.create-stuck');
    expect(failure.facts['lostBySupervisor']).toBeUndefined();
  });
});

describe('a restart of Home Assistant in mid-backup', () => {
  /** Nothing here is about time: a busy computer may take as long as it needs. */
  const patient: Partial<Timeouts> = { probe: 60_000, handshake: 60_000, request: 60_000 };
  /** A Home Assistant that works on its own part and does not get any further before it is restarted. */
  const startWorking = async (): Promise<World & { readonly creating: Promise<CreateOutcome> }> => {
    const world = await start(core, patient);
    world.home.fault({ kind: 'generate-never-ends', times: 1 });
    const { stages, note } = seen();
    const creating = world.source.create(note, never);
    creating.catch(() => undefined);
    await eventually(() => expect(stages).toContain('home_assistant'));
    return { ...world, creating };
  };

  it('ends with what the list has afterwards: a torso counts as made, its check comes later', async () => {
    const { home, creating } = await startWorking();
    await home.restart({ killed: true });
    const { backup } = await creating;
    expect(home.backups().map(({ id }) => id)).toEqual([backup.id]);
  });

  it('fails when there is nothing new afterwards', async () => {
    const { home, creating } = await startWorking();
    await home.restart();
    expect(await failureOf(creating)).toMatchObject({ code: 'ha.create-failed', facts: { reason: 'nothing-new' } });
  });
});
