import { generateKeyPair, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import forge from 'node-forge';

const DAY_MS = 24 * 3600 * 1000;
const makeKeys = promisify(generateKeyPair);

export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
  /** SHA-256, `AA:BB:…`. */
  readonly fingerprint: string;
  readonly caFile: string;
  remove(): Promise<void>;
}

/** A self-signed certificate for this machine, as people put on their Home Assistant. */
export async function createTlsIdentity(): Promise<TlsIdentity> {
  const pair = await makeKeys('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + 30 * DAY_MS);
  const names = [{ name: 'commonName', value: 'homeassistant.local' }];
  certificate.setSubject(names);
  certificate.setIssuer(names);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 2, value: 'homeassistant.local' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(pair.privateKey), forge.md.sha256.create());
  const cert = forge.pki.certificateToPem(certificate);
  const folder = await mkdtemp(join(tmpdir(), 'home-assistant-simulator-'));
  const caFile = join(folder, 'home-assistant.pem');
  await writeFile(caFile, cert);
  return {
    key: pair.privateKey,
    cert,
    caFile,
    fingerprint: new X509Certificate(cert).fingerprint256,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
