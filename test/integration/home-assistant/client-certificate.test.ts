import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { connect } from '../../../src/core/home-assistant/connect.ts';
import { createTlsIdentity } from '../../simulators/home-assistant/tls.ts';
import { failureOf, later, never, optionsFor } from './support.ts';

it.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a server that wants a certificate from us is told from one whose own is not trusted: %s',
  async (version) => {
    const identity = await createTlsIdentity();
    later(() => identity.remove());
    const { key, cert, fingerprint } = identity;
    const asked: string[] = [];
    const wants = { requestCert: true, rejectUnauthorized: true, minVersion: version, maxVersion: version };
    const server = createServer({ key, cert, ...wants }, (request) => void asked.push(String(request.url)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    later(() => new Promise((resolve) => server.close(resolve)));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const options = optionsFor({ url, token: 't' }, { tls: { fingerprint256: fingerprint } });
    // Each time the same: one answer makes nothing permanent.
    for (let tries = 0; tries < 2; tries += 1)
      expect((await failureOf(connect(options, never))).code).toBe('ha.client-certificate');
    expect(asked).toEqual([]);
  },
);
