import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGet, readText } from '../../../src/core/home-assistant/http.ts';
import { certificateOf, type TlsTrust } from '../../../src/core/home-assistant/tls.ts';
import { networkFailure } from '../../../src/core/home-assistant/errors.ts';
import { makeCertificate } from '../../simulators/certificate.ts';
import { never } from './support.ts';

/** A certificate that is valid by itself, but for another name than the one it is reached by. */
const newCertificate = () => makeCertificate({ name: 'other.example', hosts: ['other.example'], authority: true });
const { key, cert } = await newCertificate();
let server: Server;
let url: string;
let requests = 0;

beforeAll(async () => {
  server = createServer({ key, cert }, (_request, response) => {
    requests += 1;
    response.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const get = async (tls: TlsTrust | undefined): Promise<string> => {
  try {
    return await readText(await openGet(url, { Authorization: 'Bearer secret' }, { tls, route: undefined }, never));
  } catch (error) {
    const { code, facts } = networkFailure(error);
    return `${code} ${String(facts.reason)}`;
  }
};

it('goes by the pinned certificate alone, not by names and authorities', async () => {
  const refused: unknown = await openGet(url, {}, { tls: undefined, route: undefined }, never).catch(
    (error: unknown) => error,
  );
  const shown = certificateOf(refused);
  expect(shown).toMatchObject({ subject: 'CN=other.example', issuer: 'CN=other.example' });
  const fingerprint256 = String(shown?.['fingerprint']);
  expect(await get({ fingerprint256 })).toBe('hello');
  // Even where its authority is trusted, and against a fingerprint that only begins the same.
  const other = `${fingerprint256.slice(0, -2)}${fingerprint256.endsWith('00') ? '01' : '00'}`;
  expect(await get({ fingerprint256: other, caPem: cert })).toBe('ha.tls-untrusted OTHER_CERTIFICATE');
});

it('wants the names to match where an authority is trusted', async () => {
  const before = requests;
  expect(await get({ caPem: cert })).toBe('ha.tls-untrusted ERR_TLS_CERT_ALTNAME_INVALID');
  expect(await get(undefined)).toBe('ha.tls-untrusted DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(requests).toBe(before);
});

it('shows the certificate of the very connection that failed, behind a server with several names', async () => {
  const other = await newCertificate();
  const names: string[] = [];
  const server = createServer(
    {
      ...other,
      SNICallback: (name, done) => {
        names.push(name);
        done(null, createSecureContext({ key, cert }));
      },
    },
    (_request, response) => response.end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const named = `https://localhost:${(server.address() as AddressInfo).port}`;
  const refused: unknown = await openGet(named, {}, { tls: undefined, route: undefined }, never).catch(
    (error: unknown) => error,
  );
  expect(certificateOf(refused)?.['fingerprint']).toBe(new X509Certificate(cert).fingerprint256);
  expect(names).toEqual(['localhost']);
  await new Promise((resolve) => server.close(resolve));
});

it('has no certificate where there is no server', async () => {
  const refused: unknown = await openGet('https://127.0.0.1:1', {}, { tls: undefined, route: undefined }, never).catch(
    (error: unknown) => error,
  );
  expect(certificateOf(refused)).toBeUndefined();
});
