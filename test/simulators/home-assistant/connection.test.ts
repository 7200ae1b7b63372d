import { describe, expect, it } from 'vitest';
import { ask, TestSocket } from './client.ts';
import { command, login, simulators } from './test-support.ts';

const start = simulators();

describe('the connection', () => {
  it('pings when idle, and closes a socket that never logs in', async () => {
    const simulator = await start({ heartbeatMs: 5, authTimeoutMs: 20 });
    const silent = new TestSocket(simulator.url);
    const pinged = new Promise<void>((resolve) => silent.onPing(resolve));
    await pinged;
    expect(await silent.end()).toEqual({ code: 1000, reason: '' });
  });

  it('sends what is ready at once as one array, if asked to', async () => {
    const simulator = await start();
    const socket = await login(simulator);
    socket.send({ id: 1, type: 'supported_features', features: { coalesce_messages: 1 } });
    await socket.next();
    socket.send({ id: 2, type: 'backup/subscribe_events' });
    await socket.waitFor(({ id, type }) => id === 2 && type === 'result');
    expect(socket.frames.at(-1)).toEqual(['event', 'result']);
  });

  it('shows its clock in the Date header', async () => {
    const simulator = await start({ clock: () => new Date('2026-01-02T03:04:05Z') });
    simulator.setClockSkew(3_600_000);
    const { headers } = await ask(simulator.url, 'GET', '/auth/providers', {});
    expect(headers).toContainEqual(['Date', 'Fri, 02 Jan 2026 04:04:05 GMT']);
  });

  it('speaks TLS with a certificate that its file vouches for', async () => {
    const simulator = await start({ tls: true });
    expect(simulator.url).toMatch(/^https:/);
    expect(simulator.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(await command(simulator, { type: 'get_config' })).toMatchObject({ result: { state: 'RUNNING' } });
  });

  it('tells in its log who asked for what', async () => {
    const simulator = await start();
    const id = await simulator.addBackup();
    const headers = {
      Authorization: `Bearer ${simulator.userToken}`,
      Range: 'bytes=5-',
      'Accept-Encoding': 'identity',
    };
    await ask(simulator.url, 'GET', `/api/backup/download/${id}?agent_id=backup.local`, headers);
    expect(simulator.log()).toEqual([
      {
        kind: 'http',
        what: `GET /api/backup/download/${id}?agent_id=backup.local`,
        token: 'user',
        range: 'bytes=5-',
        acceptEncoding: 'identity',
        status: 401,
      },
    ]);
  });
});
