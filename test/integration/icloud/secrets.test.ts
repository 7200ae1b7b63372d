import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect } from 'vitest';
import { ClockReader, headerDumpFlags } from '../../../src/core/icloud/clock-skew.ts';
import { obscure } from '../../../src/core/icloud/obscure.ts';
import { it } from '../../support/apple-fixture.ts';
import { never, type Computer } from '../../support/signed-in.ts';

const home = 'Home (1234abcd)';

/** Everything nobody else may read, and the names that every cookie and token of Apple's comes with. */
const secretsOf = ({ secrets }: Computer): string[] => [
  secrets.configKey,
  secrets.applePassword ?? '',
  obscure(secrets.applePassword ?? '', secrets.configKey),
  'X-APPLE-WEBAUTH',
  'DS-WEB-SESSION-TOKEN',
  'HSARMTKNSRV',
];
const found = (text: string, computer: Computer): string[] =>
  secretsOf(computer).filter((secret) => text.includes(secret));

describe('secrets', () => {
  it('are in no file after a whole round, the encrypted config included', async ({ apple, computer }) => {
    const drive = computer.drive();
    const file = join(computer.dir, 'a.tar');
    await writeFile(file, 'bytes');
    await drive.put(file, home, 'a.tar', new Date(), () => undefined, never);
    await drive.putText('{}', home, 'a.manifest.json', never);
    await drive.list(home, never);
    apple.expireSession();
    await drive.list(home, never);
    await drive.fetch(home, 'a.tar', 5, join(computer.dir, 'back.tar'), () => undefined, never);
    await drive.remove(home, 'a.tar', never);
    const files = await computer.files();
    expect([...files.keys()].filter((path) => path.endsWith('rclone.conf'))).toHaveLength(1);
    expect(files.get(computer.config)).toMatch(/^# Encrypted rclone configuration File/u);
    for (const [path, text] of files) expect({ path, secrets: found(text, computer) }).toEqual({ path, secrets: [] });
    expect([...files.keys()].flatMap((path) => found(path, computer))).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'are in no command line, only in the environment',
    async ({ apple, computer }) => {
      const controller = new AbortController();
      const file = join(computer.dir, 'big.tar');
      await writeFile(file, '');
      await truncate(file, 200_000_000);
      apple.throttle({ upBps: 1_000_000 });
      const put = computer.drive().put(file, home, 'big.tar', new Date(), () => undefined, controller.signal);
      put.catch(() => undefined);
      await apple.waitFor((entry) => entry.kind === 'upload' && entry.bytesIn > 0);
      const [note = ''] = await readdir(join(computer.dir, 'running'));
      const proc = `/proc/${Number.parseInt(note, 10)}`;
      const [args, environment] = await Promise.all([
        readFile(`${proc}/cmdline`, 'utf8'),
        readFile(`${proc}/environ`, 'utf8'),
      ]);
      const { mode } = await stat(`${proc}/environ`);
      controller.abort();
      await expect(put).rejects.toMatchObject({ code: 'sync.cancelled' });
      expect(args).toContain('copyto');
      expect(found(args, computer)).toEqual([]);
      expect(environment).toContain(`RCLONE_CONFIG_PASS=${computer.secrets.configKey}`);
      expect(environment).not.toContain(computer.secrets.applePassword);
      expect(mode & 0o077).toBe(0);
    },
  );

  it.for([
    ['an answer that quotes cookies', { path: 'retrieveItemDetails', status: 500, body: 'X-APPLE-WEBAUTH-TOKEN=x' }],
    ['a refused session', { path: 'retrieveItemDetails', status: 401, body: 'Missing X-APPLE-WEBAUTH-TOKEN cookie' }],
    ['a broken connection', { path: 'retrieveItemDetails', reset: true }],
  ] as const)('are in no error: %s', async ([, fault], { apple, computer }) => {
    computer.silent.left = 0;
    apple.fault({ ...fault, times: Infinity });
    const error = await computer
      .drive()
      .list(home, never)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(found(inspect(error, { depth: Infinity, showHidden: true }), computer)).toEqual([]);
  });

  it('of a header dump end at the reader: not even the classifier sees them', async ({ apple, computer }) => {
    apple.fault({ path: 'retrieveItemDetails', status: 500, body: 'no', times: Infinity });
    const args = ['lsjson', 'icloud:', '--retries', '1', '--low-level-retries', '1', ...headerDumpFlags];
    const reader = new ClockReader(() => new Date());
    const everything: string[] = [];
    const onLine = (line: string) => {
      everything.push(line);
      return reader.onLine(line);
    };
    const result = await computer.runner.run({ args, secrets: computer.secrets, onLine }, never);
    // The dump did hold them, or this proves nothing.
    expect(found(everything.join('\n'), computer)).toContain('X-APPLE-WEBAUTH');
    expect(result.stderrTail).toContain('HTTP error 500');
    expect(found(result.stderrTail + result.stdout, computer)).toEqual([]);
  });
});
