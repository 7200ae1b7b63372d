import { describe, expect, it } from 'vitest';
import { ask, TestSocket } from './client.ts';
import { command, login, simulators } from './test-support.ts';

const start = simulators();

describe('answers that are refused', () => {
  it('http-401 counts as a refused credential, download and probes alike', async () => {
    const simulator = await start();
    simulator.fault({ kind: 'http-401', times: 1 });
    const headers = { Authorization: `Bearer ${simulator.token}` };
    expect((await ask(simulator.url, 'GET', '/api/', headers)).status).toBe(401);
    expect(simulator.badTokenCount()).toBe(1);
    expect((await ask(simulator.url, 'GET', '/api/', headers)).status).toBe(200);
  });

  it('a revoked token: the socket closes with 1000, then it is a bad one', async () => {
    const simulator = await start();
    const socket = await login(simulator);
    simulator.revokeToken(simulator.token);
    expect(await socket.end()).toEqual({ code: 1000, reason: '' });
    const again = new TestSocket(simulator.url);
    await again.next();
    again.send({ type: 'auth', access_token: simulator.token });
    expect(await again.next()).toMatchObject({ type: 'auth_invalid' });
    expect(simulator.badTokenCount()).toBe(1);
    expect(simulator.log().at(-1)).toEqual({ kind: 'ws', what: 'auth', token: 'bad' });
  });

  it('a ban refuses everything, the upgrade too', async () => {
    const simulator = await start();
    simulator.fault({ kind: 'ban' });
    expect((await ask(simulator.url, 'GET', '/manifest.json', {})).status).toBe(403);
    expect((await new TestSocket(simulator.url).answer()).status).toBe(403);
  });

  it('a redirect, of requests and of the upgrade', async () => {
    const simulator = await start();
    simulator.fault({ kind: 'redirect', location: 'https://elsewhere.invalid/' });
    const answer = await ask(simulator.url, 'GET', '/api/', {});
    expect(answer.status).toBe(302);
    expect(answer.headers).toContainEqual(['Location', 'https://elsewhere.invalid/']);
    expect((await new TestSocket(simulator.url).answer()).status).toBe(302);
  });

  it('a command with an error, and one without any answer', async () => {
    const simulator = await start();
    simulator.fault({
      kind: 'command-error',
      command: 'backup/info',
      code: 'unknown_error',
      message: 'broken',
      times: 1,
    });
    expect(await command(simulator, { type: 'backup/info' })).toMatchObject({
      error: { code: 'unknown_error', message: 'broken' },
    });
    simulator.fault({ kind: 'no-answer', command: 'backup/info' });
    const socket = await login(simulator);
    socket.send({ id: 1, type: 'backup/info' });
    socket.send({ id: 2, type: 'backup/agents/info' });
    expect(await socket.next()).toMatchObject({ id: 2 });
  });
});

describe('listings that are incomplete or wrong', () => {
  it('empty with an error for every agent', async () => {
    const simulator = await start({ install: 'os' });
    await simulator.addBackup();
    simulator.fault({ kind: 'list-empty-with-error', message: '' });
    expect(await command(simulator, { type: 'backup/info' })).toMatchObject({
      result: { backups: [], agent_errors: { 'hassio.local': '', 'hassio.nas': '' } },
    });
  });

  it('one agent fails: what is only there is missing', async () => {
    const simulator = await start({ install: 'os' });
    const both = await simulator.addBackup({ agents: ['hassio.local', 'hassio.nas'] });
    await simulator.addBackup({ agents: ['hassio.nas'] });
    simulator.fault({ kind: 'agent-error', agentId: 'hassio.nas' });
    const { result } = await command(simulator, { type: 'backup/info' });
    expect(result).toMatchObject({
      agent_errors: { 'hassio.nas': 'Error occurred connecting to supervisor' },
      backups: [{ backup_id: both, agents: { 'hassio.local': { protected: false } } }],
    });
    expect((result as { backups: unknown[] }).backups).toHaveLength(1);
  });

  it('a wrong size', async () => {
    const simulator = await start();
    const id = await simulator.addBackup();
    simulator.fault({ kind: 'size-wrong', extraBytes: -10 });
    const { size } = await simulator.archive(id);
    expect(await command(simulator, { type: 'backup/info' })).toMatchObject({
      result: { backups: [{ agents: { 'backup.local': { size: size - 10 } } }] },
    });
  });

  it('backups of another Home Assistant and before an app update', async () => {
    const simulator = await start({ install: 'os' });
    await simulator.addBackup({ foreign: true });
    await simulator.addBackup({
      kind: 'update',
      addons: [{ slug: 'core_mosquitto', name: 'Mosquitto', version: '6' }],
    });
    const { result } = await command(simulator, { type: 'backup/info' });
    expect(result).toMatchObject({
      backups: [
        { with_automatic_settings: null },
        { with_automatic_settings: false, extra_metadata: { 'supervisor.addon_update': 'core_mosquitto' } },
      ],
    });
  });

  it('one that became another disowns what it made, and owns what it makes from then on', async () => {
    const simulator = await start();
    await simulator.addBackup({ kind: 'automatic' });
    const owned = async (): Promise<unknown> => {
      const { result } = await command(simulator, { type: 'backup/info' });
      return (result as { backups: { with_automatic_settings: unknown }[] }).backups.map(
        (backup) => backup.with_automatic_settings,
      );
    };
    const before = simulator.instanceId;
    const other = '0123456789abcdef'.repeat(2);
    simulator.become(other);
    await simulator.addBackup({ kind: 'automatic' });
    expect(simulator.instanceId).toBe(other);
    expect(await owned()).toEqual([null, true]);
    simulator.become(before);
    expect(await owned()).toEqual([true, null]);
  });
});
