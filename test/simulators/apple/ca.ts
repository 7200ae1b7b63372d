import { generateKeyPair } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { promisify } from 'node:util';
import forge from 'node-forge';

const DAY_MS = 24 * 3600 * 1000;
const makeKeys = promisify(generateKeyPair);

interface Keys {
  privatePem: string;
  private: forge.pki.rsa.PrivateKey;
  public: forge.pki.rsa.PublicKey;
}

/** What the simulator's hosts show and what the client has to trust; both live as long as the simulator. */
export interface Certificates {
  authorityPem: string;
  hosts: SecureContext;
}

async function newKeys(): Promise<Keys> {
  const pair = await makeKeys('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    privatePem: pair.privateKey,
    private: forge.pki.privateKeyFromPem(pair.privateKey),
    public: forge.pki.publicKeyFromPem(pair.publicKey),
  };
}

function newCertificate(name: string, key: forge.pki.PublicKey, serial: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = key;
  certificate.serialNumber = serial.toString(16).padStart(2, '0');
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + 30 * DAY_MS);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  return certificate;
}

/** One certificate for all hosts: signing is slow in plain JavaScript. */
export async function createCertificates(domains: string[]): Promise<Certificates> {
  const [own, hosts] = await Promise.all([newKeys(), newKeys()]);
  const root = newCertificate('Apple simulator CA', own.public, 1);
  root.setIssuer(root.subject.attributes);
  root.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
  root.sign(own.private, forge.md.sha256.create());

  const leaf = newCertificate('Apple simulator', hosts.public, 2);
  leaf.setIssuer(root.subject.attributes);
  leaf.setExtensions([
    // Type 2 = a DNS name (RFC 5280, 4.2.1.6).
    { name: 'subjectAltName', altNames: domains.map((domain) => ({ type: 2, value: `*.${domain}` })) },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
  ]);
  leaf.sign(own.private, forge.md.sha256.create());
  const context = createSecureContext({ key: hosts.privatePem, cert: forge.pki.certificateToPem(leaf) });
  return { authorityPem: forge.pki.certificateToPem(root), hosts: context };
}
