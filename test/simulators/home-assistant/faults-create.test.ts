import { describe, expect, it } from 'vitest';
import type { JsonObject } from './json.ts';
import { command, create, login, simulators } from './test-support.ts';

const start = simulators();

describe('creations that go wrong', () => {
  const both: JsonObject = {
    type: 'backup/generate',
    agent_ids: ['hassio.local', 'hassio.nas'],
    include_all_addons: true,
    include_folders: ['share'],
  };
  const last = (events: JsonObject[]): unknown => events.at(-2);

  it('fails: nothing new is listed', async () => {
    const simulator = await start({ install: 'os' });
    simulator.fault({ kind: 'generate-fails', reason: 'unknown_error' });
    expect(last(await create(simulator, both))).toMatchObject({ state: 'failed', reason: 'unknown_error' });
    expect(simulator.backups()).toEqual([]);
  });

  it('one location fails: the other has it', async () => {
    const simulator = await start({ install: 'os' });
    simulator.fault({ kind: 'upload-failed', agentId: 'hassio.nas' });
    expect(last(await create(simulator, both))).toMatchObject({ state: 'failed', reason: 'upload_failed' });
    expect(await command(simulator, { type: 'backup/info' })).toMatchObject({
      result: { backups: [{ agents: { 'hassio.local': {} }, failed_agent_ids: ['hassio.nas'] }] },
    });
  });

  it.each([true, false])('partial, silent: %s', async (silent) => {
    const simulator = await start({ install: 'os' });
    simulator.fault({ kind: 'partial', addons: ['core_mosquitto'], folders: ['share'], silent });
    expect(last(await create(simulator, both))).toMatchObject({ state: 'completed' });
    const { result } = await command(simulator, { type: 'backup/info' });
    expect(result).toMatchObject({
      backups: [
        {
          addons: [{ slug: 'a0d7b954_nodered' }],
          folders: ['ssl'],
          failed_addons: silent ? [] : [{ slug: 'core_mosquitto' }],
          failed_folders: silent ? [] : ['share'],
        },
      ],
    });
  });

  it('never ends: busy until Home Assistant restarts, whatever the Supervisor says', async () => {
    const simulator = await start({ install: 'os' });
    simulator.fault({ kind: 'generate-never-ends' });
    const socket = await login(simulator);
    socket.send({ id: 1, type: 'backup/subscribe_events' });
    socket.send({ id: 2, ...both });
    await socket.waitFor((message) => JSON.stringify(message).includes('await_addon_restarts'));
    expect(await command(simulator, { type: 'supervisor/api', endpoint: '/info', method: 'get' })).toMatchObject({
      result: { state: 'freeze' },
    });
    simulator.loseJobs();
    expect(await command(simulator, { type: 'supervisor/api', endpoint: '/jobs/info', method: 'get' })).toMatchObject({
      result: { jobs: [] },
    });
    expect(await command(simulator, { type: 'backup/info' })).toMatchObject({ result: { state: 'create_backup' } });
    await simulator.restart();
    expect(await command(simulator, { type: 'backup/info' })).toMatchObject({ result: { state: 'idle', backups: [] } });
  });

  it('killed: the half-written one is listed like any other', async () => {
    const simulator = await start({ automatic: {}, encryptionKeySet: true });
    simulator.holdBackups();
    const socket = await login(simulator);
    socket.send({ id: 1, type: 'backup/generate_with_automatic_settings' });
    await socket.next();
    await simulator.restart({ killed: true });
    expect(socket.closed?.code).toBe(1006);
    expect(await command(simulator, { type: 'backup/info' })).toMatchObject({
      result: {
        state: 'idle',
        last_action_event: null,
        backups: [{ agents: { 'backup.local': { protected: true, size: 262_144 } }, failed_agent_ids: [] }],
      },
    });
  });

  it('keeps as many automatic ones as the settings say', async () => {
    const simulator = await start({ automatic: { copies: 2 } });
    const manual = await simulator.addBackup();
    for (let count = 0; count < 3; count += 1) {
      await create(simulator, { type: 'backup/generate_with_automatic_settings' });
    }
    const kinds = simulator.backups().map(({ kind }) => kind);
    expect(kinds).toEqual(['manual', 'automatic', 'automatic']);
    expect(simulator.backups()[0]?.id).toBe(manual);
  });
});
