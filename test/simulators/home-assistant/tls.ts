import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../certificate.ts';

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
  const { key, cert } = await makeCertificate({
    name: 'homeassistant.local',
    hosts: ['localhost', 'homeassistant.local', '127.0.0.1'],
    authority: true,
  });
  const folder = await mkdtemp(join(tmpdir(), 'home-assistant-simulator-'));
  const caFile = join(folder, 'home-assistant.pem');
  await writeFile(caFile, cert);
  return {
    key,
    cert,
    caFile,
    fingerprint: new X509Certificate(cert).fingerprint256,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
