import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { Agent, get } from 'node:https';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { startAppleSimulator, type AppleSimulator, type AppleSimulatorOptions } from './index.ts';

const running: AppleSimulator[] = [];
afterEach(async () => {
  for (const apple of running.splice(0)) await apple.stop();
});

async function start(options?: AppleSimulatorOptions): Promise<AppleSimulator> {
  const apple = await startAppleSimulator(options);
  running.push(apple);
  return apple;
}

function tunnel(apple: AppleSimulator, target: string): Promise<{ status: number; socket: Socket }> {
  return new Promise((resolve, reject) => {
    const asking = request(apple.proxyUrl, { method: 'CONNECT', path: target });
    asking.once('connect', (answer: IncomingMessage, socket: Socket) =>
      resolve({ status: answer.statusCode ?? 0, socket }),
    );
    asking.once('error', reject);
    asking.end();
  });
}

/** A GET as a client makes it that trusts nothing but the simulator's CA. */
async function fetchThrough(apple: AppleSimulator, host: string): Promise<IncomingMessage> {
  const { socket } = await tunnel(apple, `${host}:443`);
  const ca = readFileSync(apple.caFile);
  const agent = new Agent();
  agent.createConnection = () => connect({ socket, servername: host, ca });
  return new Promise((resolve, reject) => {
    get(`https://${host}/`, { agent }, (answer) => resolve(answer.resume())).once('error', reject);
  });
}

describe('the proxy', () => {
  it('is any of Apple’s hosts, with a certificate for it', async () => {
    const apple = await start();
    for (const host of ['idmsa.apple.com', 'setup.icloud.com', 'p7-drivews.icloud.com', 'cvws.icloud-content.com']) {
      expect((await fetchThrough(apple, host)).statusCode).toBeGreaterThan(0);
    }
    expect(apple.log().map((entry) => entry.host)).toEqual([
      'idmsa.apple.com',
      'setup.icloud.com',
      'p7-drivews.icloud.com',
      'cvws.icloud-content.com',
    ]);
    expect(apple.foreignConnects()).toEqual([]);
  });

  it.each(['example.com:443', 'apple.com.example.com:443', 'notapple.com:443', 'idmsa.apple.com:80'])(
    'refuses and remembers %s',
    async (target) => {
      const apple = await start();
      const { status, socket } = await tunnel(apple, target);
      socket.destroy();
      expect(status).toBe(403);
      expect(apple.foreignConnects()).toEqual([target]);
    },
  );

  it('refuses and remembers plain requests', async () => {
    const apple = await start();
    const status = await new Promise((resolve, reject) => {
      const asking = request(apple.proxyUrl, { path: 'http://example.com/x' }, (answer) =>
        resolve(answer.resume().statusCode),
      );
      asking.once('error', reject);
      asking.end();
    });
    expect(status).toBe(403);
    expect(apple.foreignConnects()).toEqual(['http://example.com/x']);
  });

  it('tells the time of Apple’s clock', async () => {
    const apple = await start({ clock: () => new Date('2031-02-03T04:05:06Z') });
    const answer = await fetchThrough(apple, 'setup.icloud.com');
    expect(answer.headers.date).toBe('Mon, 03 Feb 2031 04:05:06 GMT');
  });
});

describe('several simulators in one process', () => {
  it('have nothing in common', async () => {
    const one = await start({ seed: { 'HA/a.tar': 'a', empty: null } });
    const two = await start({ account: { appleId: 'other@example.com' } });
    expect(one.tree().map((entry) => entry.path)).toEqual(['HA', 'HA/a.tar', 'empty']);
    expect(two.tree()).toEqual([]);
    expect(one.account.appleId).not.toBe(two.account.appleId);
    await fetchThrough(one, 'setup.icloud.com');
    expect([one.requests(), two.requests()]).toEqual([1, 0]);
    expect(readFileSync(one.caFile, 'utf8')).not.toBe(readFileSync(two.caFile, 'utf8'));
  });
});

describe('the user’s own actions', () => {
  it('show in the tree as on another device', async () => {
    const apple = await start();
    apple.putFile('HA/a.tar', 'first', new Date('2026-01-01T00:00:00Z'));
    apple.putFile('ha/A.TAR', 'second');
    expect(apple.readFile('HA/a.tar')?.toString()).toBe('second');
    apple.rename('HA/a.tar', 'Moved/b.tar');
    expect(apple.files().map((file) => file.path)).toEqual(['Moved/b.tar']);
    apple.removeFolder('Moved');
    expect(apple.files()).toEqual([]);
    expect(apple.tree()).toContainEqual(expect.objectContaining({ path: 'Moved/b.tar', inTrash: true }));
    apple.emptyTrash();
    expect(apple.tree().map((entry) => entry.path)).toEqual(['HA']);
    expect(() => apple.removeFile('nowhere')).toThrow('no such file or folder');
  });
});
