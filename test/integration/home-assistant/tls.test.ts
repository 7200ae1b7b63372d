import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import forge from 'node-forge';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGet, readText } from '../../../src/core/home-assistant/http.ts';
import { readCertificate, type TlsTrust } from '../../../src/core/home-assistant/tls.ts';
import { networkFailure } from '../../../src/core/home-assistant/errors.ts';
import { never } from './support.ts';

/** A certificate that is valid by itself, but for another name than the one it is reached by. */
const identity = (): { key: string; cert: string } => {
  const keys = forge.pki.rsa.generateKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
  const name = [{ name: 'commonName', value: 'other.example' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: 'other.example' }] },
  ]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  return { key: forge.pki.privateKeyToPem(keys.privateKey), cert: forge.pki.certificateToPem(certificate) };
};

const { key, cert } = identity();
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
    return await readText(await openGet(url, { Authorization: 'Bearer secret' }, tls, never));
  } catch (error) {
    const { code, facts } = networkFailure(error);
    return `${code} ${String(facts['reason'])}`;
  }
};

it('goes by the pinned certificate alone, not by names and authorities', async () => {
  const shown = await readCertificate(url, never);
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

it('reads no certificate where there is none, and not after a cancellation', async () => {
  expect(await readCertificate('https://127.0.0.1:1', never)).toBeUndefined();
  expect(await readCertificate(url, AbortSignal.abort())).toBeUndefined();
});
