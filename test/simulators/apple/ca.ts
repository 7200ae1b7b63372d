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

/** A certificate authority for one simulator, which lives as long as it. */
export interface CertificateAuthority {
  /** What the client has to trust. */
  certificatePem: string;
  contextFor(host: string): SecureContext;
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
    public: forge.pki.publicKeyFromPem(pair.publicKey) as forge.pki.rsa.PublicKey,
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

/** One key for the CA, one for all hosts: making keys is what costs time. Certificates are made when a host is first asked for. */
export async function createAuthority(): Promise<CertificateAuthority> {
  const [own, hosts] = await Promise.all([newKeys(), newKeys()]);
  const root = newCertificate('Apple simulator CA', own.public, 1);
  root.setIssuer(root.subject.attributes);
  root.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
  root.sign(own.private, forge.md.sha256.create());

  const contexts = new Map<string, SecureContext>();
  const contextFor = (host: string): SecureContext => {
    const known = contexts.get(host);
    if (known) return known;
    const leaf = newCertificate(host, hosts.public, contexts.size + 2);
    leaf.setIssuer(root.subject.attributes);
    leaf.setExtensions([
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
    ]);
    leaf.sign(own.private, forge.md.sha256.create());
    const context = createSecureContext({ key: hosts.privatePem, cert: forge.pki.certificateToPem(leaf) });
    contexts.set(host, context);
    return context;
  };
  return { certificatePem: forge.pki.certificateToPem(root), contextFor };
}
