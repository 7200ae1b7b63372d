import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { bundleProgram, type BundledProgram } from '../../support/bundle-program.ts';
import { later } from './support.ts';

const run = promisify(execFile);
let eater: BundledProgram;
beforeAll(async () => void (eater = await bundleProgram(new URL('frame-eater.ts', import.meta.url))), 60_000);
afterAll(() => eater.remove());

interface Cost {
  readonly outcome: string;
  readonly kilobytes: number;
  readonly cpuMs: number;
}

/** What a process of its own spends on a home that greets like this and answers like that. */
const costOf = async (answer: string, greeting?: string): Promise<Cost> => {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (ws) => {
    ws.on('error', () => undefined);
    ws.send(greeting ?? JSON.stringify({ type: 'auth_required', ha_version: '2026.11.0' }));
    ws.on('message', (data) => {
      const { type, id } = JSON.parse(Buffer.from(data as Buffer).toString()) as { type: string; id?: number };
      if (type === 'auth') ws.send(JSON.stringify({ type: 'auth_ok', ha_version: '2026.11.0' }));
      if (type === 'backup/info') ws.send(answer.replace('"ID"', String(id)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(async () => {
    for (const client of sockets.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { stdout } = await run(process.execPath, [eater.file, url]);
  return JSON.parse(stdout) as Cost;
};

const megabyte = 1024 * 1024;
const whole = 16 * megabyte - 200;
const result = (value: string): string => `{"id":"ID","type":"result","success":true,"result":${value}}`;
const list = (entries: string): string => result(`{"backups":[${entries}],"agent_errors":{},"state":"idle"}`);
/** `make(0),make(1),…` up to the limit of a frame, or to so many. */
const many = (make: (index: number) => string, count: number = Number.POSITIVE_INFINITY): string => {
  const parts: string[] = [];
  let left = whole;
  for (let index = 0; index < count; index += 1) {
    const part = make(index);
    left -= Buffer.byteLength(part) + 1;
    if (left < 200) break;
    parts.push(part);
  }
  return parts.join(',');
};
const backup = (index: number): string =>
  `{"backup_id":"${String(index)}","name":"n","date":"2026-11-20T05:00:00+00:00","agents":{"backup.local":{"size":5,"protected":true}},"addons":[],"folders":[]}`;

const shapes: readonly [string, () => string][] = [
  ['zeros', () => result(`[${many(() => '0')}]`)],
  ['as many zeros as are read', () => result(`[${many(() => '0', 499_000)}]`)],
  ['fractions', () => result(`[${many((index) => `${index}.5e-9`, 499_000)}]`)],
  ['deep', () => result('['.repeat(whole / 2) + ']'.repeat(whole / 2))],
  ['deep objects side by side', () => result(`[${many(() => '{"a":'.repeat(50) + '0' + '}'.repeat(50), 9_800)}]`)],
  ['empty objects', () => result(`[${many(() => '{}', 249_000)}]`)],
  ['empty objects in a list of backups', () => list(many(() => '{}', 249_000))],
  ['small strings', () => result(`[${many((index) => `"${'x'.repeat(20)}${index}"`, 499_000)}]`)],
  ['names without end', () => result(`{${many((index) => `"${'k'.repeat(18)}${index}":0`, 499_000)}}`)],
  [
    'a name of its own in each object',
    () => result(`[${many((index) => `{"${'k'.repeat(40)}${index}":0}`, 249_000)}]`),
  ],
  ['one name as long as it goes', () => result(`{"${'k'.repeat(whole - 300)}":0}`)],
  ['one text of wide letters', () => result(`"${'é'.repeat(whole / 2 - 300)}…"`)],
  ['one text in escapes', () => result(`"${'\\u2026'.repeat(whole / 6 - 300)}"`)],
  ['messages joined', () => `[${many(() => '{"id":1,"type":"x"}', 490_000)}]`],
  ['odd messages joined', () => `[${many(() => '{"id":"","type":7,"error":[]}', 9_900)}]`],
  ['backups', () => list(many(backup))],
  [
    'backups with odd apps',
    () => list(many((index) => backup(index).replace('"addons":[]', `"addons":[${'7,'.repeat(400)}7]`), 1_200)),
  ],
  [
    'backups on many locations',
    () =>
      list(many((index) => backup(index).replace('"agents":{', `"agents":{${many((at) => `"${at}":{}`, 400)},`), 600)),
  ],
  [
    'errors of agents',
    () => result(`{"backups":[],"agent_errors":{${many((index) => `"${'k'.repeat(18)}${index}":0`, 240_000)}}}`),
  ],
];

const spent = ({ kilobytes, cpuMs }: Cost, plain: Cost): { megabytes: number; cpuMs: number } => ({
  megabytes: Math.round((kilobytes - plain.kilobytes) / 1024),
  cpuMs: Math.round(cpuMs - plain.cpuMs),
});

it.each(shapes)(
  'a frame of 16 MB, %s, costs less than 300 MB and ten seconds',
  async (_what, make) => {
    const plain = await costOf(list(''));
    expect(plain.outcome).toBe('0 listed');
    const cost = spent(await costOf(make()), plain);
    expect(cost.megabytes).toBeLessThan(300);
    expect(cost.cpuMs).toBeLessThan(10_000);
  },
  60_000,
);

it.each<[string, () => string]>([
  ['zeros', () => `[${many(() => '0')}]`],
  ['a greeting with a long tail', () => `{"type":"auth_required","tail":"${'x'.repeat(whole - 300)}"}`],
])(
  'before the token is accepted a frame is refused while it comes: %s',
  async (_what, make) => {
    const plain = await costOf(list(''));
    const greeted = await costOf(list(''), make());
    expect(greeted.outcome).toBe('ha.protocol');
    // Not even the frame itself is kept.
    expect(spent(greeted, plain).megabytes).toBeLessThan(12);
  },
  60_000,
);
