import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { bundleProgram, type BundledProgram } from '../../support/bundle-program.ts';
import { eventually } from '../../support/eventually.ts';
import type { Welcome } from './stranger.ts';
import type { Visit } from './visitor.ts';

const run = promisify(execFile);
const ip = async (line: string): Promise<void> => {
  await run('ip', line.split(' '));
};

/** Whether this computer can have networks of its own for a test. */
export const canNamespaces = async (): Promise<boolean> => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const name = `hib${process.pid}t`;
  return ip(`netns add ${name}`).then(
    () => ip(`netns del ${name}`).then(() => true),
    () => false,
  );
};

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhYmMifQxxxx.c2VjcmV0LXRoYXQtbXVzdC1ub3QtbGVhaw';
const homeMac = '02:00:00:aa:00:01';
/** How the program knows the network at home. */
export const home = `router:${homeMac}`;

/** A computer's network: it always has the addresses of the one at home, and a stranger in it may be everybody. */
export interface PlaceOptions {
  readonly name: string;
  /** Hardware address of its router; a tunnel has none. */
  readonly router: typeof homeMac | '02:00:00:bb:00:01' | 'tunnel';
  readonly welcome: Welcome;
}

export const atHome = { router: homeMac } as const;
export const inCafe = { router: '02:00:00:bb:00:01' } as const;

/** What a stranger says when it is asked whether there is anything more (stranger.ts). */
const allHeard = 'that is all';

/** Longer than any computer is busy: what ends a test is an answer. */
const hangsAfterMs = 110_000;

export class Places {
  readonly #tag = `hib${process.pid}`;
  readonly #names: string[] = [];
  readonly #servers: ChildProcess[] = [];
  readonly #heard: string[] = [];
  readonly #visitor: BundledProgram;
  readonly #stranger: BundledProgram;

  private constructor(visitor: BundledProgram, stranger: BundledProgram) {
    this.#visitor = visitor;
    this.#stranger = stranger;
  }

  static async open(places: readonly PlaceOptions[]): Promise<Places> {
    const opened = new Places(
      await bundleProgram(new URL('visitor.ts', import.meta.url)),
      await bundleProgram(new URL('stranger.ts', import.meta.url)),
    );
    for (const place of places) await opened.#add(place);
    return opened;
  }

  /** How the visit ended, and where the token came in. */
  async visit(place: string, given: Partial<Visit>): Promise<readonly [string, readonly string[]]> {
    this.#heard.length = 0;
    const what: Visit = { url: 'http://ha.lan:8123', token, networks: [home], answers: [['192.168.77.5']], ...given };
    const argv = ['netns', 'exec', this.#pc(place), process.execPath, this.#visitor.file, JSON.stringify(what)];
    const { stdout } = await run('ip', argv, { timeout: hangsAfterMs });
    await this.#allHeard();
    return [stdout.trim(), this.#heard.filter((line) => line !== allHeard)];
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
    for (const name of this.#names) {
      for (const space of [this.#pc(name), this.#lan(name)]) await ip(`netns del ${space}`).catch(() => undefined);
      await rm(`/etc/netns/${this.#pc(name)}`, { recursive: true, force: true });
    }
    await this.#visitor.remove();
    await this.#stranger.remove();
  }

  /** What the strangers say comes by pipes, in order: each is asked for one more word, and then all before it is here. */
  async #allHeard(): Promise<void> {
    for (const server of this.#servers) server.kill('SIGUSR2');
    await eventually(() =>
      expect(this.#heard.filter((line) => line === allHeard).length).toBeGreaterThanOrEqual(this.#servers.length),
    );
  }

  readonly #pc = (name: string): string => `${this.#tag}${name}p`;
  readonly #lan = (name: string): string => `${this.#tag}${name}l`;

  async #add({ name, router, welcome }: PlaceOptions): Promise<void> {
    this.#names.push(name);
    await this.#build(name, router);
    // The stranger listens everywhere: in the network, and on the computer itself (what loopback answers is its own).
    const argv = ['netns', 'exec', this.#lan(name), process.execPath, this.#stranger.file, token, welcome];
    const server = spawn('ip', argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#servers.push(server);
    server.stdout.on('data', (data: Buffer) => this.#heard.push(...String(data).trim().split('\n')));
    await once(server.stdout, 'data');
    if (router !== 'tunnel') await this.#warmUp(name, router);
  }

  /** The router, Home Assistant, and somebody on the internet: one computer with all their addresses. */
  async #build(name: string, router: PlaceOptions['router']): Promise<void> {
    const [pc, lan] = [this.#pc(name), this.#lan(name)];
    for (const space of [pc, lan]) {
      await ip(`netns add ${space}`);
      await ip(`-n ${space} link set lo up`);
    }
    await ip(`-n ${pc} link add eth0 type veth peer name lan0 netns ${lan}`);
    if (router === 'tunnel') await this.#makeTunnel(pc, lan);
    else await ip(`-n ${lan} link set lan0 address ${router}`);
    for (const own of ['192.168.77.1/24', '192.168.77.5/24', '203.0.113.9/32'])
      await ip(`-n ${lan} addr add ${own} dev lan0`);
    await ip(`-n ${lan} addr add fd77::5/64 dev lan0 nodad`);
    await ip(`-n ${pc} addr add 192.168.77.20/24 dev eth0`);
    await ip(`-n ${pc} addr add fd77::20/64 dev eth0 nodad`);
    await ip(`-n ${lan} link set lan0 up`);
    await ip(`-n ${pc} link set eth0 up`);
    await ip(`-n ${lan} route add 224.0.0.0/4 dev lan0`);
    await ip(`-n ${pc} route add default ${router === 'tunnel' ? 'dev eth0' : 'via 192.168.77.1'}`);
    await mkdir(`/etc/netns/${pc}`, { recursive: true });
    await writeFile(`/etc/netns/${pc}/resolv.conf`, 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n');
  }

  /** As a tunnel is seen from inside: nobody is asked for hardware addresses, so no neighbour has one. */
  async #makeTunnel(pc: string, lan: string): Promise<void> {
    for (const [space, link] of [
      [pc, 'eth0'],
      [lan, 'lan0'],
    ])
      await ip(`-n ${space} link set ${link} address 02:00:00:cc:00:01 arp off`);
  }

  /** Until the two have spoken: a link takes a moment to come up, and on a busy computer a longer one. */
  async #warmUp(name: string, router: string): Promise<void> {
    const pc = this.#pc(name);
    await eventually(async () => {
      await run('ip', ['netns', 'exec', pc, 'bash', '-c', 'echo > /dev/udp/192.168.77.1/9']).catch(() => undefined);
      expect((await run('ip', ['-n', pc, 'neigh', 'show', '192.168.77.1'])).stdout).toContain(router);
    });
  }
}
