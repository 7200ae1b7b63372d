import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { connect } from '../../../src/core/home-assistant/connect.ts';
import type { HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import { failureOf, never, optionsFor, receive, startHome, using } from './support.ts';

const secure = (): Promise<HomeAssistantSimulator> => startHome({ tls: true });

it('shows an unknown one, so that it can be accepted', async () => {
  const home = await secure();
  const failure = await failureOf(connect(optionsFor(home), never));
  expect(failure).toMatchObject({
    code: 'ha.tls-untrusted',
    facts: { fingerprint: home.fingerprint, url: home.url },
  });
  expect(home.log()).toEqual([]);
});

it.each(['as Node shows it', 'as bare hex'])('takes the accepted one, for socket and downloads, %s', async (form) => {
  const home = await secure();
  const id = await home.addBackup({ sizeBytes: 300_000 });
  const shown = home.fingerprint ?? '';
  const fingerprint256 = form === 'as bare hex' ? shown.replaceAll(':', '').toLowerCase() : shown;
  const received = await using(optionsFor(home, { tls: { fingerprint256 } }), async (source) => {
    const [backup] = (await source.list(never)).items;
    if (!backup) throw new Error('no backup');
    return receive(await source.download(backup, 'backup.local', undefined, never));
  });
  expect(received.sha256).toBe((await home.archive(id)).sha256);
});

it('refuses another one than the accepted, before a byte of the request', async () => {
  const home = await secure();
  const options = optionsFor(home, { tls: { fingerprint256: 'AA'.repeat(32) } });
  const failure = await failureOf(connect(options, never));
  expect(failure).toMatchObject({
    code: 'ha.tls-untrusted',
    facts: { reason: 'OTHER_CERTIFICATE', fingerprint: home.fingerprint },
  });
  expect(home.log()).toEqual([]);
});

it('takes the certificates of a private authority', async () => {
  const home = await secure();
  const caPem = await readFile(home.caFile ?? '', 'utf8');
  const found = await using(optionsFor(home, { tls: { caPem } }), (source) => source.describe(never));
  expect(found.url).toBe(home.url);
});

it('finds TLS where only host and port were typed', async () => {
  const home = await secure();
  const options = optionsFor(home, {
    url: home.url.replace('https://', ''),
    tls: { fingerprint256: home.fingerprint ?? '' },
  });
  expect((await using(options, (source) => source.describe(never))).url).toBe(home.url);
});
